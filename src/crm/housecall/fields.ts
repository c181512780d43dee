import { z } from 'zod'

/**
 * The kinds of fields that HousecallPro's records are made of. All but an id may be null or absent. One schema serves all fields
 * of a kind: an isolate makes them when it starts.
 */

export const id = z.union([z.string().min(1), z.int().transform(String)], { error: 'id' })

/** Numbers are taken as they are written: some accounts' zips and invoice numbers come as such. */
export const text = z.union([z.string(), z.number().transform(String)], { error: 'text' }).nullish()

export const flag = z.boolean({ error: 'boolean' }).nullish()

/** As large as an integer of Postgres. */
export const count = z
  .int({ error: 'whole number' })
  .min(-2_147_483_648, 'whole number')
  .max(2_147_483_647, 'whole number')
  .nullish()

export const quantity = z.number({ error: 'number' }).nullish()

/** An amount of money in integer cents, as large as numeric(12,2) is in dollars. */
export const cents = z.int({ error: 'cents' }).min(-999_999_999_999, 'cents').max(999_999_999_999, 'cents').nullish()

export const list = <Item extends z.ZodType>(item: Item) => z.array(item, { error: 'list' }).nullish()

export const texts = list(z.string({ error: 'text' }))

/** A part of a record, unknown fields kept. */
export const part = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape, { error: 'object' })

const SPELLING = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/
/** What Postgres reads as it stands: it knows no larger offsets. */
const AS_IT_STANDS = /T.+(Z|[+-](0\d|1[0-4]):?\d{2})$/
const EARLIEST = Date.UTC(1900, 0)

/**
 * A point in time, ISO 8601 with its offset; one without is in UTC, as the vendor's times are. A day that there is not
 * (February 30th) is none: some engines read it as one in March, and Postgres refuses it together with all it came with.
 */
export const instant = z
  .string({ error: 'time' })
  .transform((value, context) => {
    const [, day, time = '00:00', offset = 'Z'] = SPELLING.exec(value) ?? []
    const milliseconds = Date.parse(`${day}T${time}${offset === 'UTC' ? 'Z' : offset}`)
    if (day === undefined || !(milliseconds >= EARLIEST) || !isRealDay(day)) {
      context.issues.push({ code: 'custom', message: 'time', input: value })
      return z.NEVER
    }
    return AS_IT_STANDS.test(value) ? value : new Date(milliseconds).toISOString()
  })
  .nullish()

function isRealDay(day: string): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return date <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}
