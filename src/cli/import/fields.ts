/** A record's values by name, compared without case, spaces and underscores. */
export type Fields = Map<string, unknown>

const key = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')

export const fieldsOf = (record: Record<string, unknown>): Fields =>
  new Map(Object.entries(record).map(([name, value]) => [key(name), value]))

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''

/** The first that is not empty of the columns that may be called so. */
export const firstOf = (fields: Fields, names: string[]): string | undefined =>
  names.map((name) => textOf(fields.get(name))).find((text) => text !== '')

/** Everything in the columns that may be called so; an array, or a text that the separator divides. */
export const listOf = (fields: Fields, names: string[], separator = /[;|\n]/): string[] =>
  names.flatMap((name) => {
    const value = fields.get(name)
    return (Array.isArray(value) ? value.map(textOf) : textOf(value).split(separator))
      .map((text) => text.trim())
      .filter((text) => text !== '')
  })

/** Whether one of the columns says yes, as spreadsheets and exports write it. */
export const flagOf = (fields: Fields, names: string[]): boolean =>
  names.some((name) => fields.get(name) === true || /^(true|t|yes|y|1|x)$/i.test(textOf(fields.get(name))))

/** A whole number within bounds; anything else is none. */
export function integerOf(fields: Fields, names: string[], from: number, to: number): number | undefined {
  const text = firstOf(fields, names)
  const value = Number(text)
  return text !== undefined && Number.isInteger(value) && value >= from && value <= to ? value : undefined
}

/** A degree within the bounds; anything else is none. */
export function degreesOf(fields: Fields, names: string[], limit: number): number | undefined {
  const text = firstOf(fields, names)
  const value = Number(text)
  return text !== undefined && Number.isFinite(value) && Math.abs(value) <= limit ? value : undefined
}

/** ISO 8601 or M/D/YYYY, as exports of US software write it; anything else is no date. */
export function dateOf(text: string | undefined): string | undefined {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text ?? '')
  const iso = us ? `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}` : text?.slice(0, 10)
  if (!iso || !/^\d{4}-\d{2}-\d{2}$/.test(iso)) return undefined
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined
}
