import { describe, expect, test } from 'bun:test'
import { assertDatabaseChoice, EnvError, envNames, loadEnv } from '../../src/env.ts'

const example = await Bun.file(new URL('../../.env.example', import.meta.url)).text()
const exampleEntries = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
  ([, name, value]) => [name ?? '', value ?? ''] as const,
)

const problemsOf = (source: Record<string, string>) => {
  try {
    loadEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error
    throw error
  }
  throw new Error('the environment was accepted')
}

describe('environment', () => {
  test('an empty environment is usable and has the documented defaults', () => {
    const env = loadEnv({})
    expect(env.PORT).toBe(8787)
    expect(env.DATA_DIR).toBe('.data/')
    expect(env.PUBLIC_URL).toBe('http://127.0.0.1:8787')
    expect(env.CONVERSATION_TIMEOUT_HOURS).toBe(24)
    expect(env.CONTEXT_MEMORY_ENABLED).toBe(true)
    expect(env.DEMO_MODE).toBe(false)
    expect(env.DATABASE_URL).toBeUndefined()
    expect(env.TWILIO_BASE_URL).toBe('https://api.twilio.com')
  })

  test('PUBLIC_URL follows PORT unless it is given, and loses its trailing slash', () => {
    expect(loadEnv({ PORT: '9000' }).PUBLIC_URL).toBe('http://127.0.0.1:9000')
    expect(loadEnv({ PORT: '9000', PUBLIC_URL: 'https://x.example/' }).PUBLIC_URL).toBe('https://x.example')
  })

  test('an empty or blank value counts as absent', () => {
    expect(loadEnv({ PORT: '', DATABASE_URL: '  ', OPENAI_API_KEY: '', DEMO_MODE: '' })).toEqual(loadEnv({}))
  })

  test('lists, flags, models, keys and the claude alias are parsed', () => {
    const key = Buffer.alloc(32, 7).toString('base64')
    const env = loadEnv({
      DEMO_ALLOWED_RECIPIENTS: ' +15125550100, a@example.com ,',
      DEMO_MODE: 'YES',
      AI_PROVIDER: 'claude',
      AI_MODEL_REPLY: 'anthropic/claude-haiku-5-5',
      ENCRYPTION_KEYS: `b:${key},a:${key}`,
    })
    expect(env.DEMO_ALLOWED_RECIPIENTS).toEqual(['+15125550100', 'a@example.com'])
    expect(env.DEMO_MODE).toBe(true)
    expect(env.AI_PROVIDER).toBe('anthropic')
    expect(env.AI_MODEL_REPLY).toEqual({ provider: 'anthropic', model: 'claude-haiku-5-5' })
    expect(env.ENCRYPTION_KEYS?.map((entry) => entry.id)).toEqual(['b', 'a'])
  })

  const bad: Record<string, string> = {
    PORT: '70000-hunter2',
    PUBLIC_URL: 'not-a-url-hunter2',
    DATABASE_URL: 'mysql://user:hunter2@host/db',
    LOG_LEVEL: 'hunter2',
    DEMO_MODE: 'hunter2',
    TENANT_ID: 'hunter2',
    ENCRYPTION_KEYS: 'a:hunter2',
    JWT_SECRET: 'hunter2',
    AI_PROVIDER: 'hunter2',
    AI_MODEL_REPLY: 'hunter2',
    OPENAI_REALTIME_URL: 'https://hunter2',
    TWILIO_ACCOUNT_SID: 'hunter2',
    TWILIO_PHONE_NUMBER: '512-hunter2',
    SENDGRID_FROM_EMAIL: 'hunter2',
    HOUSECALL_AUTH_SCHEME: 'hunter2',
    SEVEN_DAY_CHECKIN_HOUR_UTC: '24',
    ERROR_RATE_THRESHOLD_PERCENT: '101',
  }

  test('every bad variable is reported at once, by name, once each, and no value is printed', () => {
    const error = problemsOf(bad)
    expect(error.problems.map((problem) => problem.name).sort()).toEqual(Object.keys(bad).sort())
    expect(error.message.toLowerCase()).not.toContain('hunter2')
    expect(error.message).toContain('PORT must be a whole number from 1 to 65535')
  })

  test('two encryption keys with one id are refused', () => {
    const key = Buffer.alloc(32, 7).toString('base64')
    expect(problemsOf({ ENCRYPTION_KEYS: `a:${key},a:${key}` }).message).toContain('must not use a key id twice')
  })

  test('.env.example lists exactly the variables that are read', () => {
    expect(exampleEntries.map(([name]) => name).sort()).toEqual([...envNames].sort())
  })

  test('.env.example copied as it is changes nothing, so the defaults that it shows are the real ones', () => {
    expect(loadEnv(Object.fromEntries(exampleEntries))).toEqual(loadEnv({}))
  })

  test('.env.example shows the default of every variable that has one', () => {
    const shown = new Set(exampleEntries.filter(([, value]) => value !== '').map(([name]) => name))
    const hidden = Object.entries(loadEnv({}))
      .filter(
        ([name, value]) => name !== 'PUBLIC_URL' && value !== undefined && !(Array.isArray(value) && !value.length),
      )
      .map(([name]) => name)
      .filter((name) => !shown.has(name))
    expect(hidden).toEqual([])
  })

  test('production on the embedded database is refused unless RAPPORT_EMBEDDED says so', () => {
    const choose = (source: Record<string, string>) => () => assertDatabaseChoice(loadEnv(source))
    expect(choose({ NODE_ENV: 'production' })).toThrow(/DATABASE_URL .*RAPPORT_EMBEDDED=1/)
    expect(choose({ NODE_ENV: 'production', RAPPORT_EMBEDDED: '1' })).not.toThrow()
    expect(choose({ NODE_ENV: 'production', DATABASE_URL: 'postgres://h/d' })).not.toThrow()
    expect(choose({})).not.toThrow()
  })
})
