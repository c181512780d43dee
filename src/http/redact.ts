/** Fields whose values are personal or secret whatever they look like, compared without case, `_` and `-`. */
const privateNames = new Set(
  [
    'phone phoneNumber from to email name firstName lastName displayName customerName address street street1 street2 city',
    'zip postalCode body text content message prompt reply subject quote note notes answer identifier recipient sender',
    'query search value values payload data raw form params headers url path authorization cookie signature token',
    'accessToken refreshToken authToken secret password apiKey key keyHash databaseUrl connectionString ip remoteAddress',
    'birthday dateOfBirth mediaUrl detail',
  ].flatMap((line) => line.toLowerCase().split(' ')),
)

// Order matters: secrets and URLs hold pieces that would look like phones or addresses.
const patterns: readonly [RegExp, string][] = [
  [/\b(bearer|basic|token)\s+[\w.~+/=-]{8,}/gi, '$1 [secret]'],
  [/\b(rk|sk|pk|whsec|re|SG)[_.-][\w.-]{8,}/g, '[secret]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[secret]'],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1[secret]@'],
  [/[\w.+%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+/g, '[email]'],
  [/(?:\+|%2B)\d(?:[\s().-]{0,2}\d){6,14}/gi, '[phone]'],
  [/(?<![\w-])(?:1[\s.-]?)?\(?\d{3}\)?[\s.-]{0,2}\d{3}[\s.-]?\d{4}(?![\w-])/g, '[phone]'],
  [/(?<![\w-])\d{10,15}(?![\w-])/g, '[phone]'],
]

/** Names of fields and ids, which most of a line is made of: none of the patterns can match in them. */
const harmless = /^(?:[A-Za-z]*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** `text` with telephone numbers, e-mail addresses, API keys, bearer tokens and passwords in URLs replaced. */
export const redactText = (text: string): string =>
  harmless.test(text) ? text : patterns.reduce((current, [pattern, instead]) => current.replace(pattern, instead), text)

const isPrivate = (name: string) => privateNames.has(name.replaceAll(/[_-]/g, '').toLowerCase())

const DEPTH = 5
const ITEMS = 50
const LENGTH = 2000

/**
 * A JSON-safe copy of `value` for a log: private fields become `[redacted]`, texts go through `redactText`, errors through
 * `describeError`; depth, list and text lengths are bounded, so a cycle ends too.
 */
export const redact = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redactText(value.slice(0, LENGTH))
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Error) return describeError(value)
  if (depth >= DEPTH) return '[deep]'
  if (Array.isArray(value)) return value.slice(0, ITEMS).map((item) => redact(item, depth + 1))
  const entries = Object.entries(value).slice(0, ITEMS)
  return Object.fromEntries(
    entries.map(([name, item]) => [
      redactText(name),
      isPrivate(name) && item !== null && item !== undefined ? '[redacted]' : redact(item, depth + 1),
    ]),
  )
}

const FRAMES = 8
const word = (value: unknown) => (typeof value === 'string' && /^[\w.:-]{1,80}$/.test(value) ? value : undefined)

/**
 * What a log may hold of an error: its class, code, the database's names of what failed, and where. Never the message:
 * those of the database and of providers repeat the values that they complain about.
 */
export const describeError = (error: unknown): Record<string, unknown> => {
  if (typeof error !== 'object' || error === null) return { name: typeof error }
  const fields = error as Record<string, unknown>
  const frames = typeof fields.stack === 'string' ? fields.stack.split('\n').filter((line) => /^\s+at /.test(line)) : []
  const described: Record<string, unknown> = {
    name: word(fields.name) ?? 'Error',
    code: word(fields.code),
    schema: word(fields.schema_name),
    table: word(fields.table_name),
    constraint: word(fields.constraint_name),
    routine: word(fields.routine),
    frames: frames.slice(0, FRAMES).map((line) => redactText(line.trim())),
  }
  if (fields.cause !== undefined && fields.cause !== error) {
    const cause = fields.cause as Record<string, unknown> | null
    described.cause = { name: word(cause?.name), code: word(cause?.code) }
  }
  return Object.fromEntries(Object.entries(described).filter(([, value]) => value !== undefined))
}
