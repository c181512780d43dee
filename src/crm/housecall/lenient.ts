import type { z } from 'zod'
import { HousecallError } from './errors.ts'

/** A field that is not of the type it should be. Never says what it holds. */
export interface Mismatch {
  /** the call whose answer it was in, or the webhook's event */
  call: string
  /** of the record it was in; null when that has none */
  id: string | null
  /** e.g. `schedule.scheduled_start` or `assigned_employees.0.id` */
  path: string
  wanted: string
  /** e.g. `string`, `array`, `null`; `missing` */
  received: string
  /** what was left out for it: the field itself, or what it belongs to when that is nothing without it */
  dropped: string
}

export type ReportMismatch = (mismatch: Mismatch) => void

type Path = readonly PropertyKey[]
type Holder = Record<PropertyKey, unknown>

/** A round leaves out every wrong field there is, so their number is that of parts within parts; for a schema never satisfied. */
const ROUNDS = 10

/** Holds the place of a list's element that was left out, so that the paths to those after it stay true. */
const GAP = Symbol('left out')

/**
 * Reads a record leniently: unknown fields are kept, and a field of the wrong type is reported and left out, together with
 * what it belongs to when that cannot be without it (a line item without its id).
 * @returns null when nothing is left: the record itself has no id, or is no object
 */
export function readLeniently<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  call: string,
  report: ReportMismatch,
): z.output<Schema> | null {
  let current = value
  for (let round = 0; round < ROUNDS; round += 1) {
    const read = schema.safeParse(current)
    if (read.success) return read.data
    // Parsing hands out no copy when it fails, and what the caller gave stays as it is.
    if (round === 0) current = structuredClone(current)
    const dropped: string[] = []
    for (const { path, message } of read.error.issues) {
      const name = path.join('.')
      // One value may be complained about twice, and what hung on it went with it.
      if (dropped.some((gone) => name === gone || name.startsWith(`${gone}.`))) continue
      dropped.push(drop(current, path, message, call, report))
    }
    if (dropped.includes('')) return null
    closeGaps(current)
  }
  return null
}

/** Takes the innermost existing part of a path out of the record and reports it; '' when that is the record itself. */
function drop(record: unknown, path: Path, wanted: string, call: string, report: ReportMismatch): string {
  const received = kindOf(at(record, path))
  let depth = path.length
  while (depth > 0 && at(record, path.slice(0, depth)) === undefined) depth -= 1
  const dropped = path.slice(0, depth)
  report({ call, id: idOf(record), path: path.join('.'), wanted, received, dropped: dropped.join('.') })
  const holder = at(record, dropped.slice(0, -1))
  const key = dropped.at(-1)
  if (key === undefined) return ''
  if (Array.isArray(holder)) holder[Number(key)] = GAP
  else delete (holder as Holder)[key]
  return dropped.join('.')
}

function closeGaps(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value) && value.includes(GAP))
    value.splice(0, value.length, ...value.filter((item) => item !== GAP))
  for (const inner of Object.values(value)) closeGaps(inner)
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) => (inner === null || inner === undefined ? undefined : (inner as Holder)[key]),
    value,
  )

const idOf = (record: unknown): string | null => {
  const id = at(record, ['id'])
  return typeof id === 'string' ? id : null
}

const kindOf = (value: unknown): string => {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/**
 * The one record that a call is about.
 * @throws HousecallError `malformed` when the answer has no id
 */
export function readRecord<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  call: string,
  report: ReportMismatch,
): z.output<Schema> {
  const record = readLeniently(schema, value, call, report)
  if (record === null) throw new HousecallError(call, 'malformed')
  return record
}

/**
 * The record that a POST made.
 * @throws HousecallError `unknown_outcome` when the answer has no id: something was made, and only reading back tells what
 */
export function readCreated<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  call: string,
  report: ReportMismatch,
): z.output<Schema> {
  const record = readLeniently(schema, value, call, report)
  if (record === null) throw new HousecallError(call, 'unknown_outcome', { reason: 'malformed' })
  return record
}

/**
 * The records of a list in either envelope, `{<key>: […]}` or `{object: "list", data: […]}`. One without an id is reported
 * and left out.
 * @throws HousecallError `malformed` when there is no list
 */
export function readRecords<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  key: string,
  call: string,
  report: ReportMismatch,
): z.output<Schema>[] {
  const list = Array.isArray(body) ? body : (at(body, [key]) ?? at(body, ['data']))
  if (!Array.isArray(list)) throw new HousecallError(call, 'malformed')
  return list.flatMap((item) => {
    const record = readLeniently(schema, item, call, report)
    return record === null ? [] : [record]
  })
}
