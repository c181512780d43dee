import { describe, expect } from 'bun:test'
import { startTwilioDouble } from '../fakes/twilio.ts'
import { freePort } from '../fixtures/free-port.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { eventually } from '../jobs/queue-fixture.ts'
import { nativeDatabase } from './own-database.ts'
import { type Ready, startServer, startWorkerProcess } from './process.ts'
import { twilioVariables } from './twilio-shop.ts'

const FLOOD = 500
const FEW = 10
const LOUD = '+12025550151'
const QUIET = '+12025550152'

describe('two servers and two workers on one database', () => {
  nativeOnly.test(
    'answer every message once, and one tenant flooding leaves the other its share',
    async () => {
      const own = await nativeDatabase()
      const database = await own.open()
      for (const phone of [LOUD, QUIET]) await newTenant(database.pool(null), { phone })
      // A balancer takes turns; the signature is that of the public URL, wherever a request lands.
      const publicUrl = 'https://rapport.example.com'
      let turn = 0
      const servers: Ready[] = []
      const deliverTo = (url: string) => url.replace(publicUrl, servers[turn++ % servers.length]?.url ?? '')
      const twilio = await startTwilioDouble({ numbers: [LOUD, QUIET], deliverTo })
      const variables = { ...own.variables, ...twilioVariables(twilio), PUBLIC_URL: publicUrl }
      const ports = [String(await freePort()), String(await freePort())]
      servers.push(...(await Promise.all(ports.map((PORT) => startServer({ ...variables, PORT }, '--no-worker')))))

      const texts = [
        ...Array.from({ length: FLOOD }, (_, n) => ({ to: LOUD, from: `+1415${2_000_000 + n}` })),
        ...Array.from({ length: FEW }, (_, n) => ({ to: QUIET, from: `+1510${2_000_000 + n}` })),
      ]
      const waiting = [...texts]
      const send = async () => {
        for (let text = waiting.shift(); text; text = waiting.shift()) {
          const url = `${publicUrl}/webhooks/twilio/sms`
          expect(await twilio.inbound({ url, ...text, body: 'Hello there' })).toMatchObject({ status: 200 })
        }
      }
      await Promise.all(Array.from({ length: 10 }, send))

      const workers = await Promise.all([startWorkerProcess(variables), startWorkerProcess(variables)])
      const replies = () => twilio.messages.filter(({ direction }) => direction === 'outbound-api')
      await eventually(async () => replies().length >= texts.length || undefined, 'all replies', 120_000)
      await twilio.callbacksSettled()
      for (const child of [...workers, ...servers]) child.kill('SIGTERM')
      expect(await Promise.all([...workers, ...servers].map(({ exited }) => exited))).toEqual([0, 0, 0, 0])

      expect(
        replies()
          .map(({ to }) => to)
          .toSorted(),
      ).toEqual(texts.map(({ from }) => from).toSorted())
      // The quiet one wrote last of all and is answered within the first 30 % of the run.
      expect(replies().findLastIndex(({ from }) => from === QUIET)).toBeLessThan(texts.length * 0.3)
      const states = await database.pool(null)`select state, count(*)::int from outreach.deliveries group by state`
      expect([...states]).toEqual([{ state: 'delivered', count: texts.length }])
      await twilio.stop()
      await own.remove()
    },
    170_000,
  )
})
