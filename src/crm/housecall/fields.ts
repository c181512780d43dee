import { z } from 'zod'

/** The kinds of fields that HousecallPro's records are made of. All but an id may be null or absent. */

export const id = () => z.union([z.string().min(1), z.int().transform(String)], { error: 'id' })

/** Numbers are taken as they are written: some accounts' zips and invoice numbers come as such. */
export const text = () => z.union([z.string(), z.number().transform(String)], { error: 'text' }).nullish()

export const flag = () => z.boolean({ error: 'boolean' }).nullish()

export const count = () => z.int({ error: 'whole number' }).nullish()

export const quantity = () => z.number({ error: 'number' }).nullish()

/** An amount of money in integer cents. */
export const cents = () => z.int({ error: 'cents' }).nullish()

export const list = <Item extends z.ZodType>(item: Item) => z.array(item, { error: 'list' }).nullish()

export const texts = () => list(z.string({ error: 'text' }))

/** A part of a record, unknown fields kept. */
export const part = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape, { error: 'object' })

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/** A point in time, ISO 8601 with its offset as Postgres reads it; another spelling is turned into that. */
export const instant = () =>
  z
    .string({ error: 'time' })
    .transform((value, context) => {
      const milliseconds = Date.parse(value)
      if (Number.isNaN(milliseconds)) {
        context.issues.push({ code: 'custom', message: 'time', input: value })
        return z.NEVER
      }
      return ISO.test(value) ? value : new Date(milliseconds).toISOString()
    })
    .nullish()
