import { afterEach, beforeEach, describe, expect } from 'bun:test'
import { startTwilioDouble } from '../fakes/twilio.ts'
import { freePort } from '../fixtures/free-port.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { folderDatabase, type OwnDatabase } from './own-database.ts'
import { rapport, startServer } from './process.ts'
import { twilioVariables } from './twilio-shop.ts'

const SHOP = '+16175550100'
const JOHN = '+16175550123'

/** One for each test: what a stopped process left waiting is answered by the next one. */
let own: OwnDatabase
beforeEach(async () => {
  own = await folderDatabase()
}, 60_000)
afterEach(() => own.remove())

describe('rapport on an embedded folder', () => {
  nativeOnly.test(
    'what sign prints is accepted by start, which ends with 0 on SIGINT; then doctor finds all well',
    async () => {
      const port = await freePort()
      const variables = { ...own.variables, PORT: String(port) }
      const server = await startServer(variables)
      const signed = await rapport(['sign', "It's me: when were you last here?"], variables)
      expect(signed.code).toBe(0)
      const curl = Bun.spawn(['sh', '-c', `${signed.stdout} -o /dev/null -w '%{http_code}'`.replaceAll('\n -o', ' -o')])
      expect(await new Response(curl.stdout).text()).toBe('200')
      const { url, params, signature } = JSON.parse((await rapport(['--json', 'sign', 'Hello'], variables)).stdout)
      const post = (body: string) =>
        fetch(url, {
          method: 'POST',
          headers: { 'X-Twilio-Signature': signature, 'Content-Type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ ...params, Body: body }).toString(),
        })
      expect((await post('Hello')).status).toBe(200)
      expect((await post('Hello!')).status).toBe(403)
      const icon = await fetch(new URL('/favicon.svg', url))
      expect([icon.status, icon.headers.get('Content-Type')]).toEqual([200, 'image/svg+xml'])
      server.kill('SIGINT')
      expect(await server.exited).toBe(0)

      const doctor = await rapport(['--json', 'doctor'], variables)
      expect(doctor).toMatchObject({ code: 0, stderr: '' })
      const { isHealthy, findings } = JSON.parse(doctor.stdout)
      expect(isHealthy).toBe(true)
      expect(findings.map(({ check, state }: Record<string, string>) => `${check} ${state}`)).toEqual([
        'database ok',
        'version ok',
        'extensions ok',
        'schema ok',
        'queue ok',
        'crm note',
        'embeddings note',
        'budgets ok',
        'clock ok',
        'models note',
        'sms note',
        'public url ok',
        'webhooks note',
        'demo mode ok',
      ])
    },
    60_000,
  )

  nativeOnly.test(
    'SIGTERM lets the message that is being sent arrive and be recorded, and ends with 0 within its bound',
    async () => {
      const twilio = await startTwilioDouble({ numbers: [SHOP] })
      const port = await freePort()
      const PUBLIC_URL = `http://127.0.0.1:${port}`
      const variables = { ...own.variables, ...twilioVariables(twilio), PORT: String(port), PUBLIC_URL }
      const server = await startServer(variables)
      twilio.next({ delayMs: 1500, holdCallbacks: true })
      const asked = twilio.nextRequest()
      await twilio.inbound({
        url: `${PUBLIC_URL}/webhooks/twilio/sms`,
        from: JOHN,
        to: SHOP,
        body: 'What are your hours?',
      })
      await asked
      const began = performance.now()
      server.kill('SIGTERM')
      expect(await server.exited).toBe(0)
      expect(performance.now() - began).toBeLessThan(20_000)
      expect(twilio.messages.filter(({ to }) => to === JOHN)).toHaveLength(1)
      const outbox = await rapport(['--json', 'outbox', 'demo', '--state', 'sent'], own.variables)
      expect(JSON.parse(outbox.stdout)).toMatchObject([{ toAddress: JOHN, state: 'sent', attempt: 1 }])
      await twilio.stop()
    },
    60_000,
  )

  nativeOnly.test(
    'a schema newer than the code is refused with 4 by migrate and by start, and nothing is changed',
    async () => {
      const database = await own.open()
      const sql = database.pool(null)
      await sql`
      insert into migrate.applied (name, kind, sha256, milliseconds)
      values ('sql/9999_of_the_future.sql', 'versioned', ${'0'.repeat(64)}, 1)`
      await database.close()
      for (const command of ['migrate', 'start']) {
        const { code, stdout, stderr } = await rapport([command], own.variables)
        expect({ command, code, stdout }).toEqual({ command, code: 4, stdout: '' })
        expect(stderr).toContain("the database's schema is newer than this code: it has sql/9999_of_the_future.sql")
      }
    },
    30_000,
  )
})
