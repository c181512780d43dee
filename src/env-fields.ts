import { z } from 'zod'

/** Every message says what is wanted and never repeats what was given: values may be secrets. */
const rule = (wanted: string) => ({ error: wanted })

export const text = () => z.string().min(1)

export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, rule(`must be a whole number from ${min} to ${max}`))
    .transform(Number)
    .refine((value) => value >= min && value <= max, rule(`must be a whole number from ${min} to ${max}`))

const yes = new Set(['true', '1', 'yes', 'on'])
const no = new Set(['false', '0', 'no', 'off'])

export const flag = () =>
  z
    .string()
    .transform((value) => value.toLowerCase())
    .refine((value) => yes.has(value) || no.has(value), rule('must be true or false'))
    .transform((value) => yes.has(value))

export const choice = <const T extends readonly string[]>(options: T) =>
  z.enum(options, rule(`must be one of ${options.join(', ')}`))

const protocolOf = (value: string) => (URL.canParse(value) ? new URL(value).protocol : null)

/** An absolute URL of one of the protocols, without its trailing slash so that paths can be appended. */
export const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => protocols.includes(protocolOf(value) ?? ''),
      rule(`must be a URL with ${protocols.join(' or ')}`),
    )
    .transform((value) => value.replace(/\/+$/, ''))

export const httpUrl = () => url('http:', 'https:')

/** A Postgres connection string, kept exactly as given: it goes to the driver whole. */
export const postgresUrl = () =>
  z
    .string()
    .refine(
      (value) => ['postgres:', 'postgresql:'].includes(protocolOf(value) ?? ''),
      rule('must be a URL with postgres: or postgresql:'),
    )

export const e164 = () => z.string().regex(/^\+[1-9]\d{6,14}$/, rule('must be a phone number in E.164, such as +1…'))

/** A comma-separated list; blanks around and between entries are dropped. */
export const list = () =>
  z.string().transform((value) =>
    value
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )

/** `provider/model`, for example `anthropic/claude-haiku-5-5`. */
export const model = () =>
  z
    .string()
    .regex(
      /^(openai|anthropic|local)\/[\w.:-]+$/,
      rule('must be provider/model with provider openai, anthropic or local'),
    )
    .transform((value) => {
      const slash = value.indexOf('/')
      return { provider: value.slice(0, slash) as 'openai' | 'anthropic' | 'local', model: value.slice(slash + 1) }
    })

const keyEntry = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/

/** `id:key,id:key`: 32 random bytes in base64 each; the first encrypts, all of them decrypt. */
export const encryptionKeys = () =>
  list()
    .refine(
      (entries) => entries.length > 0 && entries.every((entry) => keyEntry.test(entry)),
      rule('must be id:key entries, each key 32 bytes in base64'),
    )
    .transform((entries) => entries.map((entry) => ({ id: entry.split(':')[0] ?? '', key: entry.split(':')[1] ?? '' })))
    .refine((keys) => new Set(keys.map((key) => key.id)).size === keys.length, rule('must not use a key id twice'))
