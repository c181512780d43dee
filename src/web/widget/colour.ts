type Rgb = readonly [number, number, number]

/** WCAG 2.2, 1.4.3: text must stand out at least this much. */
export const TEXT_CONTRAST = 4.5

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb
const format = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

/** Relative luminance (WCAG 2.2). */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** The contrast of two colours `#rrggbb`, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(parse(one)), luminance(parse(other))].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Black or white, whichever is read better on the colour: at least 4.58 for any. */
export const inkOn = (background: string): string =>
  contrast(background, '#ffffff') >= contrast(background, '#000000') ? '#ffffff' : '#000000'

/** The colour, as little darkened or lightened as it takes to be read on the background. */
export function readableOn(color: string, background: string): string {
  const target = parse(inkOn(background))
  const from = parse(color)
  for (let step = 0; step < 20; step++) {
    const mixed = format(from.map((part, at) => part + ((target[at] as number) - part) * (step / 20)) as unknown as Rgb)
    if (contrast(mixed, background) >= TEXT_CONTRAST) return mixed
  }
  return inkOn(background)
}
