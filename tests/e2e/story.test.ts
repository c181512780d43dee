import { afterEach, describe, expect } from 'bun:test'
import { startTwilioDouble, type TwilioDouble } from '../fakes/twilio.ts'
import { freePort } from '../fixtures/free-port.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { eventually } from '../jobs/queue-fixture.ts'
import { folderDatabase, nativeDatabase, type OwnDatabase } from './own-database.ts'
import { type Child, type Ready, startServer, startWorkerProcess, type Variables } from './process.ts'
import { twilioVariables } from './twilio-shop.ts'

const SHOP = '+16175550100'
const JOHN = '+16175550123'
const QUESTION = 'Hi, when were you last here and what did you do?'

let cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanUp.toReversed()) await clean()
  cleanUp = []
})

async function stage(own: OwnDatabase): Promise<{ twilio: TwilioDouble; variables: Variables }> {
  const twilio = await startTwilioDouble({ numbers: [SHOP] })
  cleanUp.push(own.remove, twilio.stop)
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  return {
    twilio,
    variables: { ...own.variables, ...twilioVariables(twilio), PORT: String(port), PUBLIC_URL: publicUrl },
  }
}

async function end(...children: Child[]): Promise<void> {
  for (const child of children) child.kill('SIGTERM')
  expect(await Promise.all(children.map((child) => child.exited))).toEqual(children.map(() => 0))
}

const contextOf = async (server: Ready, phone: string) => {
  const answer = await fetch(`${server.url}/api/v1/customer-context/${encodeURIComponent(phone)}?type=phone`, {
    headers: { Authorization: `Bearer ${server.apiKey}` },
  })
  expect(answer.status).toBe(200)
  return (await answer.json()) as {
    recentJobs: { serviceType: string; technicianName: string; totalAmount: number }[]
    recentMessages?: unknown[]
  }
}

/** A customer's question, signed, through HTTP; the reply at the double; Twilio's reports back. */
async function tellStory(server: Ready, twilio: TwilioDouble): Promise<void> {
  const [last] = (await contextOf(server, JOHN)).recentJobs
  const url = `${server.url}/webhooks/twilio/sms`
  const asked = await twilio.inbound({ url, from: JOHN, to: SHOP, body: QUESTION })
  expect(asked).toMatchObject({ status: 200, contentType: 'text/xml' })
  const repeated = await twilio.inbound({ url, from: JOHN, to: SHOP, body: QUESTION, messageSid: asked.messageSid })
  expect(repeated.status).toBe(200)

  const texts = () => twilio.messages.filter(({ to, direction }) => to === JOHN && direction === 'outbound-api')
  await eventually(async () => (texts().length > 0 ? true : undefined), 'the reply')
  const [reply] = texts()
  expect(reply?.from).toBe(SHOP)
  expect(reply?.body).toContain('John')
  expect(reply?.body).toContain(last?.serviceType ?? 'a job')
  expect(reply?.body).toContain(last?.technicianName ?? 'a technician')
  await eventually(async () => (twilio.callbacks.length >= 3 ? true : undefined), "Twilio's reports")
  expect(twilio.callbacks.map(({ status, answer }) => `${status} ${answer}`)).toEqual([
    'queued 200',
    'sent 200',
    'delivered 200',
  ])
  expect(texts()).toHaveLength(1)
}

describe('a text message from end to end', () => {
  nativeOnly.test(
    'start on an embedded folder answers from the history, once, and takes the delivery reports',
    async () => {
      const own = await folderDatabase()
      const { twilio, variables } = await stage(own)
      const server = await startServer(variables)
      await tellStory(server, twilio)
      await end(server)
      const sql = (await own.open()).pool(null)
      expect([...(await sql`select state, attempt from outreach.deliveries where to_address = ${JOHN}`)]).toEqual([
        { state: 'delivered', attempt: 1 },
      ])
    },
    120_000,
  )

  nativeOnly.test(
    'a server and a worker as two processes on one PostgreSQL do the same',
    async () => {
      const own = await nativeDatabase()
      const dataDir = await folderDatabase()
      cleanUp.push(dataDir.remove)
      const { twilio, variables } = await stage(own)
      const both = { ...variables, ...dataDir.variables }
      const [server, worker] = await Promise.all([startServer(both, '--no-worker', '--demo'), startWorkerProcess(both)])
      await tellStory(server, twilio)
      await end(server, worker)
      const sql = (await own.open()).pool(null)
      expect([...(await sql`select state, attempt from outreach.deliveries where to_address = ${JOHN}`)]).toEqual([
        { state: 'delivered', attempt: 1 },
      ])
    },
    120_000,
  )
})
