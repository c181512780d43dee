import { randomBytes } from 'node:crypto'
import { newApiKey } from '../../src/api-key.ts'
import { encodeForm } from '../../src/channels/twilio/form.ts'
import { signTwilioRequest } from '../../src/channels/twilio/signature.ts'
import { createApi } from '../../src/db/generated.ts'
import { type BenchDatabase, benchDatabase } from './database.ts'
import { serveBench, TOKEN } from './http-server.ts'
import { takenInPerSecond } from './inbox.ts'
import { type LoadPlan, type LoadResult, sendFromOutside } from './load.ts'
import { rounded } from './percentile.ts'
import { populate } from './population.ts'

const CONCURRENCY = 16
/** More than any of the routes answers in a second here: a plan ends by its time, not by its length. */
const MOST_PER_SECOND = 6000

type Requests = LoadPlan['requests']
type Route = 'context' | 'query' | 'sms' | 'insert'

interface Customer {
  phone: string
  number: string
  key: string
}

/**
 * Requests a second, sent by a second process over loopback, sixteen at once: `GET customer-context` beside a route with one
 * `select 1`, and a signed text message acknowledged beside a route with one bare insert. Both of a pair run in the same process,
 * behind the same middleware and checks, and take turns. One message in ten is from a number that nobody knows.
 * @throws Error when any answer is not a 200
 */
export async function benchHttp({ customers = 10_000, rounds = 3, seconds = 5 }) {
  const database = await benchDatabase()
  try {
    process.stderr.write(`generating ${customers} customers\n`)
    await populate(database.admin, { customers, tenants: 200 })
    const known = await customersWithKeys(database)
    const server = await serveBench(database)
    try {
      const send = (route: Route, time: number) => run(requestsOf(route, server.url, known, time), route, time)
      for (const route of ['query', 'context', 'insert', 'sms'] as const) await send(route, 2)
      const total = { context: 0, query: 0, sms: 0, insert: 0 }
      for (let round = 0; round < rounds; round++) {
        for (const route of ['query', 'context', 'insert', 'sms'] as const) {
          const { answered, seconds: took } = await send(route, seconds)
          total[route] += answered / took / rounds
        }
      }
      // What was acknowledged is worked off by a queue: how fast belongs to the picture.
      const takenIn = await takenInPerSecond(database)
      return {
        rounds,
        customers,
        query_per_second: Math.round(total.query),
        context_per_second: Math.round(total.context),
        insert_per_second: Math.round(total.insert),
        sms_per_second: Math.round(total.sms),
        taken_in_per_second: takenIn,
        context_over_query_route: rounded(total.context / total.query, 2),
        sms_over_insert_route: rounded(total.sms / total.insert, 2),
      }
    } finally {
      await server.close()
    }
  } finally {
    await database.close()
  }
}

async function run(requests: Requests, route: Route, seconds: number): Promise<LoadResult> {
  const result = await sendFromOutside({ requests, concurrency: CONCURRENCY, seconds })
  if (result.failed > 0) throw new Error(`${result.failed} requests of ${route} were not answered with 200`)
  return result
}

/** A key for each tenant: keys count their requests, and one key for everything would be a queue before one row. */
async function customersWithKeys({ admin }: BenchDatabase): Promise<Customer[]> {
  const api = createApi(admin)
  const tenants = await admin<{ id: string }[]>`select id from bench.tenants`
  const keys = new Map<string, string>()
  for (const { id } of tenants) {
    const { text, hash, prefix } = await newApiKey()
    const scopes = ['context:read']
    const about = { tenantId: id, name: 'bench', keyHash: hash, keyPrefix: prefix, scopes }
    await api.createApiKey({ ...about, rateLimitPerMinute: 1_000_000 })
    keys.set(id, text)
  }
  const rows = await admin<{ tenantId: string; phone: string; number: string }[]>`
    select tenant_id as "tenantId", phone, number from bench.customers order by hashint8(n)`
  return rows.map(({ tenantId, phone, number }) => ({ phone, number, key: keys.get(tenantId) ?? '' }))
}

/** Unknown numbers count on over the whole run. */
let strangers = 0

function requestsOf(route: Route, url: string, customers: Customer[], seconds: number): Requests {
  const first = Math.floor(Math.random() * customers.length)
  return Array.from({ length: MOST_PER_SECOND * seconds }, (_, nth) => {
    const customer = customers[(first + nth) % customers.length] as Customer
    if (route === 'sms') return textMessage(`${url}/webhooks/twilio/sms`, customer, nth)
    if (route === 'insert') return textMessage(`${url}/bench/insert`, customer, nth)
    const phone = encodeURIComponent(customer.phone)
    return {
      url: route === 'query' ? `${url}/bench/query/${phone}` : `${url}/api/v1/customer-context/${phone}?type=phone`,
      method: 'GET',
      headers: { Authorization: `Bearer ${customer.key}` },
    }
  })
}

function textMessage(url: string, { phone, number }: Customer, nth: number): Requests[number] {
  const sid = `SM${randomBytes(16).toString('hex')}`
  const params = {
    MessageSid: sid,
    SmsMessageSid: sid,
    SmsSid: sid,
    AccountSid: `AC${'0'.repeat(32)}`,
    From: nth % 10 === 0 ? `+1${3_012_000_000 + strangers++}` : phone,
    To: number,
    Body: 'Hi, the faucet in the kitchen drips again. Could somebody come by on Thursday or Friday?',
    NumMedia: '0',
    NumSegments: '1',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
  }
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Twilio-Signature': signTwilioRequest(TOKEN, url, params),
  }
  return { url, method: 'POST', headers, body: encodeForm(params) }
}
