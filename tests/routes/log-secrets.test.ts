import { afterAll, beforeAll, expect, test } from 'bun:test'
import { newApiKey } from '../../src/api-key.ts'
import { createVault } from '../../src/crypto/credentials.ts'
import { connect, type Database } from '../../src/db/connect.ts'
import { demoSeed, seedDemo } from '../../src/demo/seed.ts'
import { playScene, type SceneReport, scenes } from '../../src/demo/story.ts'
import { loadEnv } from '../../src/env.ts'
import { createLogger } from '../../src/logger.ts'
import { createRuntime } from '../../src/runtime.ts'
import { migratedTemplate } from '../fixtures/template.ts'

const TOKEN = 'f00dfeedf00dfeedf00dfeedf00dfeed'
const CIPHER_KEY = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')
let database: Database
let key: string
const lines: string[] = []
const texts: string[] = []

/** The whole story, and the api called well and badly, with everything logged that there is to log. */
beforeAll(async () => {
  database = await connect({ dataDir: 'memory://', template: await migratedTemplate() })
  const env = loadEnv({ LOG_LEVEL: 'debug', ENCRYPTION_KEYS: `k1:${CIPHER_KEY}` })
  const logger = createLogger({ level: env.LOG_LEVEL, sink: (line) => lines.push(line) })
  const runtime = createRuntime({ env, logger, database, demoTwilioToken: TOKEN })
  key = (await newApiKey()).text
  const { tenantId } = await seedDemo(runtime.api, key)
  const vault = createVault(env.ENCRYPTION_KEYS ?? [])
  const sealed = await vault.seal({ tenantId, provider: 'housecall' }, { apiKey: 'hcpsecretvalue' })
  await runtime.api.saveCrmConnection({ tenantId, provider: 'housecall', companyId: 'c1', ...sealed })

  const queue = await runtime.startQueue({ background: false })
  const { app, close } = runtime.createApp()
  const reports: SceneReport[] = []
  for (const scene of scenes) {
    reports.push(await playScene(scene, { env, logger, runtime, queue, app, tenantId, authToken: TOKEN }))
  }
  texts.push(
    ...reports.flatMap(({ body, sent, prompt }) => [body, prompt ?? '', ...sent.map((message) => message.body)]),
  )
  await callApi(app, key)
  await close()
  await queue.boss.stop({ graceful: false, close: false })
}, 60_000)
afterAll(() => database?.close())

async function callApi(
  app: { request: (path: string, init?: RequestInit) => Response | Promise<Response> },
  text: string,
) {
  const authorized = { Authorization: `Bearer ${text}`, 'Content-Type': 'application/json' }
  for (const customer of demoSeed.customers) {
    for (const { type, value } of customer.identities) {
      const identifier = encodeURIComponent(value)
      await app.request(`/api/v1/customer-context/${identifier}?type=${type}`, { headers: authorized })
      await app.request(`/api/v1/customers?query=${identifier}`, { headers: authorized })
      await app.request(`/webhooks/twilio/sms?from=${identifier}`, { method: 'POST', body: `From=${identifier}` })
      await app.request(`/no/such/${identifier}`, { headers: { ...authorized, 'X-Request-Id': value } })
      await app.request(`/api/v1/insights/${identifier}`, {
        method: 'PATCH',
        headers: authorized,
        body: `{"status": "${value}"`,
      })
      await app.request(`/api/v1/insights/${crypto.randomUUID()}`, {
        method: 'PATCH',
        headers: authorized,
        body: JSON.stringify({ status: value, reason: customer.firstName, [value]: value }),
      })
    }
    await app.request(`/api/v1/customers?query=${encodeURIComponent(`${customer.firstName} ${customer.lastName}`)}`, {
      headers: {
        Authorization: `Bearer ${text.slice(0, -1)}0`,
        Origin: `https://${encodeURIComponent(customer.lastName ?? 'x')}.example`,
      },
    })
  }
}

/** Every text of the seed under one of these names, wherever it stands. */
const textsNamed = (names: RegExp, value: unknown, name = ''): string[] => {
  if (typeof value === 'string') return names.test(name) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([inner, item]) => textsNamed(names, item, Array.isArray(value) ? name : inner))
}

const held = (values: string[]) => {
  const log = lines.join('\n').toLowerCase()
  return [...new Set(values)].filter((value) => log.includes(value.toLowerCase()))
}

test('the story and the calls left log lines of every kind', () => {
  const events = new Set(lines.map((line) => JSON.parse(line).event))
  expect(lines.length).toBeGreaterThan(100)
  for (const event of ['request', 'sms_received']) expect([...events]).toContain(event)
})

test('no log line holds a name, number, e-mail, address or CRM id of anybody', () => {
  const names = textsNamed(/^(firstName|lastName|companyName)$/, demoSeed.customers).flatMap((name) =>
    name.split(/\s+/),
  )
  const values = textsNamed(/^(value|phone|email|onCallPhone|street)$/, demoSeed)
  const digits = values.filter((value) => value.startsWith('+')).map((value) => value.slice(2))
  expect(names.length).toBeGreaterThan(15)
  expect(values.length).toBeGreaterThan(20)
  expect(
    held([...names.filter((name) => name.length > 3), ...values, ...digits, ...scenes.map(({ from }) => from)]),
  ).toEqual([])
})

test('no log line holds a key, a token, a signature or a credential', () => {
  expect(held([key, key.slice(3), TOKEN, CIPHER_KEY, 'hcpsecretvalue', 'X-Twilio-Signature', 'Bearer '])).toEqual([])
})

test('no log line holds a word that a customer wrote or was written', () => {
  const wordsOf = (all: string[]) => all.flatMap((text) => text.toLowerCase().match(/[a-z]{5,}/g) ?? [])
  // What our own lines are made of: the names of events, fields and routes.
  const ours = new Set(
    lines.flatMap((line) => {
      const { event, route, reason, ...fields } = JSON.parse(line) as Record<string, unknown>
      return wordsOf([String(event), String(route), ...Object.keys({ ...fields, reason })])
    }),
  )
  const written = wordsOf(texts).filter((word) => !ours.has(word))
  expect(new Set(written).size).toBeGreaterThan(100)
  const seen = new Set(wordsOf(lines))
  expect([...new Set(written)].filter((word) => seen.has(word))).toEqual([])
})
