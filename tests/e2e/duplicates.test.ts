import { afterAll, beforeAll, expect, test } from 'bun:test'
import { startTwilioDouble, type TwilioDouble } from '../fakes/twilio.ts'
import { newSid, type StoredMessage } from '../fakes/twilio-messages.ts'
import { callbackParams, postSigned } from '../fakes/twilio-webhooks.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { privateDatabase } from './own-database.ts'
import { stateOf } from './state-dump.ts'
import { openShop, type Shop, twilioVariables } from './twilio-shop.ts'

const PUBLIC_URL = 'https://rapport.example.com'

let remove: () => Promise<void>
let twilio: TwilioDouble
let shop: Shop
let server: ReturnType<typeof Bun.serve>
/** One text message of a phone; rounds follow each other, as answers lie between them. */
interface Text {
  sid: string
  phone: string
  body: string
  media: { url: string; contentType: string }[]
}

const SCRIPTS = [
  ['What are your hours?', 'Thanks!', 'How much is a drain cleaning?'],
  ['Hello', 'STOP', 'Are you there?'],
  ['STOP', 'START', 'What are your hours?'],
  ['Burst pipe, water is everywhere!', 'Please hurry', 'Thank you'],
  ['Please do not text me again', 'Hello?', 'START'],
  ['HELP', 'Where are you located?', 'Can I talk to a person?'],
]
const COURSES = [
  ['queued', 'sent', 'delivered'],
  ['queued', 'failed'],
  ['queued', 'sent', 'undelivered'],
] as const

/** The same texts for both passes: 12 phones, three rounds. */
const rounds: Text[][] = [0, 1, 2].map((round) =>
  Array.from({ length: 12 }, (_, n) => ({
    sid: newSid('SM'),
    phone: `+1312200${1000 + n}`,
    body: SCRIPTS[n % SCRIPTS.length]?.[round] ?? '',
    media: n % 7 === 0 && round === 0 ? [{ url: `https://media.example.com/${n}`, contentType: 'image/jpeg' }] : [],
  })),
)

/** How often each of them is posted in the noisy pass, and again after every later round. */
const REPEATS = 6

const repeated = <T>(items: readonly T[]): T[] => items.flatMap((item) => Array.from({ length: REPEATS }, () => item))

type Post = () => Promise<unknown>

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)

/** Posts, so many at once. All are acknowledged: a repetition is no error. */
async function post(posts: readonly Post[], atOnce: number): Promise<void> {
  const waiting = [...posts]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) expect(await next()).toMatchObject({ status: 200 })
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

const deliverTo = (url: string) => url.replace(PUBLIC_URL, `http://127.0.0.1:${server.port}`)

/** A pass of the same business and the same phones; `isNoisy` repeats and reorders everything that Twilio posts. */
async function pass(isNoisy: boolean): Promise<{ tenantId: string; posts: number }> {
  const { tenantId, number } = await newTenant(shop.admin, { onCallPhone: '+13125550199' })
  // Replies name it, and the two passes are to say the same.
  await shop.admin`update tenancy.locations set phone = '+13125550198' where tenant_id = ${tenantId}`
  twilio.numbers.add(number)
  twilio.optedOut.clear()
  const inbound =
    ({ sid, phone, body, media }: Text): Post =>
    () =>
      postSigned(twilio.authToken, `${PUBLIC_URL}/webhooks/twilio/sms`, deliverTo, {
        MessageSid: sid,
        AccountSid: twilio.accountSid,
        From: phone,
        To: number,
        Body: body,
        NumSegments: '1',
        NumMedia: String(media.length),
        ...Object.fromEntries(
          media.flatMap(({ url, contentType }) => [
            ['MediaUrl0', url],
            ['MediaContentType0', contentType],
          ]),
        ),
      })
  const callback =
    (message: StoredMessage, status: string): Post =>
    () =>
      postSigned(
        twilio.authToken,
        message.statusCallback ?? '',
        deliverTo,
        callbackParams(twilio, message, status, 30007),
      )

  const said: Text[] = []
  const reports: Post[] = []
  let posts = 0
  const postAll = async (list: Post[]) => {
    posts += list.length
    await post(isNoisy ? shuffled(list) : list, isNoisy ? 8 : 1)
  }
  for (const texts of rounds) {
    // What came in before comes in again, late, together with what is new.
    const late = isNoisy ? repeated([...said.map(inbound), ...reports]) : []
    await postAll([...(isNoisy ? repeated(texts) : texts).map(inbound), ...late])
    said.push(...texts)
    const before = twilio.messages.length
    twilio.next(...texts.flatMap(() => [{ holdCallbacks: true } as const, { holdCallbacks: true } as const]))
    await shop.workOff()
    const fresh = twilio.messages.slice(before).flatMap((message) => {
      const course = COURSES[Number(message.to.slice(-2)) % COURSES.length] ?? []
      return course.map((status) => callback(message, status))
    })
    await postAll(isNoisy ? repeated(fresh) : fresh)
    await shop.workOff()
    reports.push(...fresh)
  }
  return { tenantId, posts }
}

nativeOnly.describe('webhooks that repeat and overtake each other', () => {
  beforeAll(async () => {
    const own = await privateDatabase()
    remove = own.remove
    twilio = await startTwilioDouble()
    shop = openShop(own.database, { ...twilioVariables(twilio), PUBLIC_URL })
    const { app } = shop.runtime.createApp()
    server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: (request) => app.fetch(request) })
  }, 30_000)
  afterAll(async () => {
    await server.stop(true)
    await twilio.stop()
    await remove()
  })

  test('over 1,000 duplicated and reordered webhooks and callbacks leave the state of one clean pass', async () => {
    const clean = await pass(false)
    const noisy = await pass(true)
    expect(noisy.posts).toBeGreaterThan(1000)
    expect(await stateOf(shop.admin, noisy.tenantId)).toEqual(await stateOf(shop.admin, clean.tenantId))
    expect([...(await shop.admin`select kind, reason from crm.unrouted_events`)]).toEqual([])
    const { deliveries = [], suppressions = [] } = await stateOf(shop.admin, noisy.tenantId)
    // It went through what may go wrong.
    const states = new Set((deliveries as { state: string }[]).map(({ state }) => state))
    expect([...states].sort()).toEqual(['delivered', 'failed'])
    expect(suppressions.length).toBeGreaterThan(0)
  }, 60_000)
})
