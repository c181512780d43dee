import { z } from 'zod'
import {
  choice,
  e164,
  encryptionKeys,
  flag,
  httpUrl,
  integer,
  list,
  model,
  postgresUrl,
  text,
  url,
} from './env-fields.ts'

/** `claude` is how the requirements spell the provider that the code calls anthropic. */
const aiProvider = () =>
  choice(['openai', 'anthropic', 'claude', 'local']).transform((name) => (name === 'claude' ? 'anthropic' : name))

const hour = (value: number) => integer(0, 23).default(value)
const days = (value: number) => integer(1, 3650).default(value)

const schema = z.object({
  NODE_ENV: choice(['development', 'test', 'production']).default('development'),
  PORT: integer(1, 65_535).default(8787),
  PUBLIC_URL: httpUrl().optional(),
  VOICE_URL: url('http:', 'https:', 'ws:', 'wss:').optional(),
  LOG_LEVEL: choice(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  METRICS_PUBLIC: flag().default(false),

  DATABASE_URL: postgresUrl().optional(),
  DATABASE_DIRECT_URL: postgresUrl().optional(),
  TEST_DATABASE_URL: postgresUrl().optional(),
  DATA_DIR: text().default('.data/'),
  RAPPORT_EMBEDDED: flag().default(false),
  RAPPORT_API_KEY: text().optional(),

  TENANT_ID: z.uuid({ error: 'must be a UUID' }).optional(),
  ENCRYPTION_KEYS: encryptionKeys().optional(),
  JWT_SECRET: z.string().min(32, { error: 'must have at least 32 characters' }).optional(),
  DEMO_MODE: flag().default(false),
  DEMO_ALLOWED_RECIPIENTS: list().default([]),

  AI_PROVIDER: aiProvider().optional(),
  AI_FALLBACK_PROVIDER: aiProvider().optional(),
  OPENAI_API_KEY: text().optional(),
  OPENAI_BASE_URL: httpUrl().default('https://api.openai.com/v1'),
  OPENAI_REALTIME_URL: url('ws:', 'wss:').default('wss://api.openai.com/v1/realtime'),
  OPENAI_WEBHOOK_SECRET: text().optional(),
  ANTHROPIC_API_KEY: text().optional(),
  ANTHROPIC_BASE_URL: httpUrl().default('https://api.anthropic.com'),
  AI_MODEL_REPLY: model().optional(),
  AI_MODEL_EXTRACT: model().optional(),
  AI_MODEL_SUMMARY: model().optional(),
  AI_MODEL_INSIGHT: model().optional(),
  AI_MODEL_CAMPAIGN: model().optional(),
  AI_MODEL_EMBEDDING: choice([
    'openai/text-embedding-3-small',
    'openai/text-embedding-3-large',
    'local/local',
  ]).optional(),
  AI_MODEL_VOICE: model().optional(),
  AI_MODEL_TRANSCRIPTION: model().optional(),

  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC\w+$/, { error: 'must start with AC' })
    .optional(),
  TWILIO_AUTH_TOKEN: text().optional(),
  TWILIO_AUTH_TOKEN_SECONDARY: text().optional(),
  TWILIO_BASE_URL: httpUrl().default('https://api.twilio.com'),
  TWILIO_PHONE_NUMBER: e164().optional(),

  HOUSECALL_API_KEY: text().optional(),
  HOUSECALL_BASE_URL: httpUrl().default('https://api.housecallpro.com'),
  HOUSECALL_WEBHOOK_SECRET: text().optional(),
  HOUSECALL_WEBHOOK_TOLERANCE_SECONDS: integer(1, 86_400).default(300),
  HOUSECALL_AUTH_SCHEME: choice(['Token', 'Bearer']).default('Token'),
  HOUSECALL_REQUESTS_PER_SECOND: integer(1, 1000).default(5),
  SHOPMONKEY_API_KEY: text().optional(),
  SHOPMONKEY_BASE_URL: httpUrl().default('https://api.shopmonkey.cloud/v3'),
  SHOPMONKEY_WEBHOOK_SECRET: text().optional(),

  SENDGRID_API_KEY: text().optional(),
  SENDGRID_BASE_URL: httpUrl().default('https://api.sendgrid.com'),
  SENDGRID_WEBHOOK_PUBLIC_KEY: text().optional(),
  SENDGRID_FROM_EMAIL: z.email({ error: 'must be an e-mail address' }).optional(),
  RESEND_API_KEY: text().optional(),
  RESEND_BASE_URL: httpUrl().default('https://api.resend.com'),
  RESEND_WEBHOOK_SECRET: text().optional(),
  RESEND_FROM_EMAIL: z.email({ error: 'must be an e-mail address' }).optional(),

  CONTEXT_MEMORY_ENABLED: flag().default(true),
  CONVERSATION_TIMEOUT_HOURS: integer(1, 8760).default(24),
  SEVEN_DAY_CHECKIN_HOUR_UTC: hour(14),
  POST_SERVICE_SURVEY_HOUR_UTC: hour(15),
  ANNUAL_TUNEUP_HOUR_UTC: hour(14),
  ANNIVERSARY_OFFER_HOUR_UTC: hour(14),
  SEASONAL_REMINDER_HOUR_UTC: hour(14),
  WINBACK_INTERVAL_DAYS: days(7),
  TRADE_IN_INTERVAL_DAYS: days(30),
  ENABLE_SEVEN_DAY_CHECKIN: flag().default(true),
  ENABLE_POST_SERVICE_SURVEY: flag().default(true),
  ENABLE_SEASONAL_REMINDERS: flag().default(true),
  ENABLE_WINBACK_DETECTION: flag().default(true),
  MAX_CONCURRENT_SYNCS: integer(1, 100).default(3),
  DEFAULT_BATCH_SIZE: integer(1, 10_000).default(50),
  DEFAULT_PAGE_SIZE: integer(1, 1000).default(100),
  PERFORMANCE_ALERT_THRESHOLD_MS: integer(1, 3_600_000).default(5000),
  MEMORY_ALERT_THRESHOLD_MB: integer(1, 1_048_576).default(512),
  ERROR_RATE_THRESHOLD_PERCENT: integer(0, 100).default(5),
})

type Parsed = z.output<typeof schema>

/** The checked configuration, keyed by the variables' own names; `PUBLIC_URL` is always set and has no trailing slash. */
export type Env = Omit<Parsed, 'PUBLIC_URL'> & { PUBLIC_URL: string }

/** The name of every variable that Rapport reads. */
export const envNames = Object.keys(schema.shape) as (keyof Parsed)[]

/** All bad variables at once, by name and with what is wanted; never a value. */
export class EnvError extends Error {
  readonly problems: readonly { name: string; wanted: string }[]
  constructor(problems: readonly { name: string; wanted: string }[]) {
    super(['The configuration is not usable:', ...problems.map((p) => `  ${p.name} ${p.wanted}`)].join('\n'))
    this.name = 'EnvError'
    this.problems = problems
  }
}

/** Parses the variables in `source`; an empty or blank string counts as absent. Throws `EnvError`. */
export const loadEnv = (source: Record<string, string | undefined>): Env => {
  const given: Record<string, string> = {}
  for (const name of envNames) {
    const value = source[name]?.trim()
    if (value) given[name] = value
  }
  const result = schema.safeParse(given)
  if (!result.success) {
    // One line a variable: later rules of a field that already failed only add noise.
    const first = new Map(result.error.issues.toReversed().map((issue) => [String(issue.path[0]), issue.message]))
    throw new EnvError([...first].toReversed().map(([name, wanted]) => ({ name, wanted })))
  }
  return { ...result.data, PUBLIC_URL: result.data.PUBLIC_URL ?? `http://127.0.0.1:${result.data.PORT}` }
}

/** `loadEnv` over the process's own environment: the one place that reads it. */
export const loadProcessEnv = (): Env => loadEnv(process.env)

/**
 * Refuses the embedded database in production unless RAPPORT_EMBEDDED says that it is meant: it has one session, no
 * autovacuum and no statement time-out, and losing DATABASE_URL must not silently start an empty one. Throws `EnvError`.
 */
export const assertDatabaseChoice = (env: Pick<Env, 'NODE_ENV' | 'DATABASE_URL' | 'RAPPORT_EMBEDDED'>): void => {
  if (env.NODE_ENV !== 'production' || env.DATABASE_URL || env.RAPPORT_EMBEDDED) return
  const wanted =
    'is required when NODE_ENV is production; to run on the embedded database anyway set RAPPORT_EMBEDDED=1'
  throw new EnvError([{ name: 'DATABASE_URL', wanted }])
}
