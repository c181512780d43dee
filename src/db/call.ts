import type { z } from 'zod'
import { serializeArray } from './postgres-arrays.ts'
import type { Sql } from './postgres-options.ts'

/** A pool or a transaction: whatever runs a statement. */
export type ApiClient = Pick<Sql, 'unsafe'>

/** Whom the audit log puts changes down to, and in which request or job. */
export interface Attribution {
  /** `key:<id>`, `webhook:<provider>` or `job:<queue>` */
  actor: string
  requestId: string
}

export interface ApiCallOptions {
  signal?: AbortSignal
  attribution?: Attribution | undefined
}

/** One api function, as the generator found it. */
export interface ApiFunctionSpec {
  name: string
  arguments: { key: string; name: string; type: string; required: boolean }[]
  /** what it returns: nothing, one value, values, a row (null when all its columns are), rows */
  shape: 'void' | 'value' | 'values' | 'row' | 'rows'
  /** the select list over the function's result, whose alias is `result` and whose only value is `value` */
  select: string
  result: z.ZodType
}

/** What an argument of type json takes, as text already: it is passed on as it is. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** A function returned what its schema does not allow. Says where, never what: results hold personal data. */
export class ApiResultError extends Error {
  override name = 'ApiResultError'
  constructor(
    readonly functionName: string,
    readonly paths: string[],
  ) {
    super(`api.${functionName} returned what its schema does not allow: ${paths.join(', ')}`)
  }
}

/**
 * Calls one function of schema api in named notation. Arguments that are undefined are left out, so that their defaults
 * apply; null is passed as null. `json` arguments take any JSON value.
 * @throws the database's error, ApiResultError, the signal's reason, TypeError for a missing required argument
 */
export async function callFunction<Spec extends ApiFunctionSpec>(
  sql: ApiClient,
  spec: Spec,
  args: object | undefined,
  { signal, attribution }: ApiCallOptions = {},
): Promise<z.output<Spec['result']>> {
  signal?.throwIfAborted()
  const { text, values } = buildCall(spec, (args ?? {}) as Record<string, unknown>, attribution)
  const query = sql.unsafe<Record<string, unknown>[]>(text, values, { prepare: true })
  const rows = await (signal ? abortable(query, signal) : query)
  const parsed = spec.result.safeParse(resultOf(spec, rows))
  if (!parsed.success) throw new ApiResultError(spec.name, parsed.error.issues.map(describeIssue))
  return parsed.data as z.output<Spec['result']>
}

type Value = string | number | boolean | Date | Uint8Array | null

function buildCall(spec: ApiFunctionSpec, args: Record<string, unknown>, by: Attribution | undefined) {
  const values: Value[] = []
  const given: { name: string; value: string }[] = []
  for (const { key, name, type, required } of spec.arguments) {
    const value = args[key]
    if (value === undefined) {
      if (required) throw new TypeError(`api.${spec.name}: argument ${key} is missing`)
      continue
    }
    values.push(encode(value, type))
    given.push({ name, value: `$${values.length}::${type}` })
  }
  const first = given[0]
  const isAttributed = by !== undefined && first !== undefined
  if (isAttributed) {
    values.push(by.actor, by.requestId)
    // An argument that depends on it is what makes sure that it is said before the function runs.
    first.value = `case when attribution.is_set then ${first.value} end`
  }
  const attribution = `api.attribute_call($${values.length - 1}::text, $${values.length}::text) as attribution (is_set)`
  const call = `api.${spec.name}(${given.map(({ name, value }) => `${name} => ${value}`).join(', ')})`
  if (spec.shape !== 'row' && spec.shape !== 'rows' && spec.shape !== 'values') {
    return { text: `select ${call} as value${isAttributed ? ` from ${attribution}` : ''}`, values }
  }
  const result = `${call} as result${spec.shape === 'values' ? ' (value)' : ''}`
  return { text: `select ${spec.select} from ${isAttributed ? `${attribution}, ` : ''}${result}`, values }
}

/** JSON and arrays as text: the driver would guess their types from their first element. */
function encode(value: unknown, type: string) {
  if (value === null) return null
  if (type === 'json' || type === 'jsonb') return value instanceof JsonText ? value.text : JSON.stringify(value)
  if (type.endsWith('[]')) return serializeArray(value)
  return value as Value
}

function resultOf({ shape }: ApiFunctionSpec, rows: readonly Record<string, unknown>[]): unknown {
  const [first] = rows
  if (shape === 'void') return undefined
  if (shape === 'rows') return [...rows]
  if (shape === 'values') return rows.map(({ value }) => value)
  if (shape === 'value') return first?.value
  return first && Object.values(first).some((value) => value !== null) ? first : null
}

type Cancellable<T> = Promise<T> & { cancel(): unknown }

async function abortable<T>(query: Cancellable<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => {
    query.cancel()
    aborted.reject(signal.reason)
  }
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([query, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Keys of records may be data, so only keys that look like names of ours are told. */
function describeIssue({ code, path }: z.core.$ZodIssue): string {
  const steps = path.map((step) =>
    typeof step === 'number' || /^[A-Za-z_]\w*$/.test(String(step)) ? String(step) : '*',
  )
  return `${steps.length > 0 ? steps.join('.') : 'the result itself'} (${code})`
}
