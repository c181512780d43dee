import { inkOn, readableOn } from './colour.ts'

export const DEFAULT_ACCENT = '#0f766e'
/** What lies behind text: the sheet, and a bubble of theirs. The same values stand in styles.ts. */
const surfaces = { light: '#f1f3f5', dark: '#272d33' }

const isColor = (text: string | null | undefined): text is string => /^#[0-9a-f]{6}$/i.test(text ?? '')

/** The colours that follow from a business's one, each readable where it is used. */
export function themeCss(accent: string | null | undefined): string {
  const color = isColor(accent) ? accent.toLowerCase() : DEFAULT_ACCENT
  const variables = {
    accent: color,
    'accent-ink': inkOn(color),
    'link-light': readableOn(color, surfaces.light),
    'link-dark': readableOn(color, surfaces.dark),
  }
  const lines = Object.entries(variables).map(([name, value]) => `--${name}:${value}`)
  return `:host{${lines.join(';')}}`
}
