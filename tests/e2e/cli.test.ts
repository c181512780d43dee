import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { startTwilioDouble } from '../fakes/twilio.ts'
import { freePort } from '../fixtures/free-port.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { eventually } from '../jobs/queue-fixture.ts'
import { folderDatabase, nativeDatabase, type OwnDatabase } from './own-database.ts'
import { rapport, spawnRapport, startServer, type Variables } from './process.ts'
import { twilioVariables } from './twilio-shop.ts'

const SHOP = '+16175550100'
const JOHN = '+16175550123'

let own: OwnDatabase
beforeAll(async () => {
  own = await folderDatabase()
}, 30_000)
afterAll(() => own.remove())

describe('rapport on an embedded folder', () => {
  test('what sign prints is accepted by start, which ends with 0 on SIGINT; then doctor finds all well', async () => {
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
      'clock ok',
      'models note',
      'sms note',
      'public url ok',
      'webhooks note',
      'demo mode ok',
    ])
  }, 30_000)

  test('SIGTERM lets the message that is being sent arrive and be recorded, and ends with 0 within its bound', async () => {
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
  }, 30_000)

  test('a schema newer than the code is refused with 4 by migrate and by start, and nothing is changed', async () => {
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
  }, 30_000)
})

describe('rapport on a PostgreSQL server', () => {
  nativeOnly.test(
    'every command does what it says, and with --json says it as JSON',
    async () => {
      const server = await nativeDatabase()
      const local = await folderDatabase()
      const variables: Variables = { ...server.variables, ...local.variables }
      const json = async (...args: string[]) => {
        const { code, stdout, stderr } = await rapport(['--json', ...args], variables)
        expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' })
        return JSON.parse(stdout)
      }
      const refused = async (...args: string[]) => {
        const { code, stdout, stderr } = await rapport(args, variables)
        expect({ args, code, stdout }).toEqual({ args, code: 5, stdout: '' })
        expect(stderr).toStartWith('rapport: ')
      }
      expect((await json('migrate')).files).toEqual([])
      expect((await json('migrate', '--status')).every(({ state }: { state: string }) => state === 'applied')).toBe(
        true,
      )
      expect((await json('migrate', '--dry-run')).dryRun).toBe(true)

      expect((await json('seed', 'demo')).tenantId).toBeString()
      const shop = ['harbor', 'Harbor Plumbing', '--time-zone', 'America/New_York', '--number', '+12025550181']
      const { tenantId } = await json('tenant', 'create', ...shop)
      expect((await json('tenant', 'list')).map(({ slug }: { slug: string }) => slug).toSorted()).toEqual([
        'demo',
        'harbor',
      ])
      expect(await json('tenant', 'show', 'harbor')).toMatchObject({ tenantId, slug: 'harbor' })
      expect(await json('tenant', 'set', 'harbor', '{"conversationTimeoutHours": 12}')).toMatchObject({
        conversationTimeoutHours: 12,
      })
      expect(await json('tenant', 'flag', 'harbor', 'CUSTOMER_CONTEXT_INSIGHTS', 'off')).toMatchObject({
        isEnabled: false,
      })
      await refused('tenant', 'create', ...shop)
      await refused('tenant', 'show', 'nobody')

      const { keyId, key } = await json('key', 'create', 'harbor', 'test', '--scopes', 'context:read')
      expect(key).toStartWith('rk_')
      expect(JSON.stringify(await json('key', 'list', 'harbor'))).not.toContain(key)
      expect(await json('key', 'revoke', 'harbor', keyId)).toEqual({ keyId, wasActive: true })
      expect(await json('key', 'revoke', 'harbor', keyId)).toEqual({ keyId, wasActive: false })

      expect(await json('customer', 'search', 'demo', 'Jon Smith')).toMatchObject([{ name: 'John Smith', phone: JOHN }])
      expect(await json('customer', 'context', 'demo', '(617) 555-0123')).toMatchObject({ totalJobs: 8 })
      expect((await json('customer', 'prompt', 'demo', JOHN)).prompt).toContain('Name: John Smith')
      await refused('customer', 'context', 'demo', '+16175550999')
      expect((await rapport(['customer', 'context', 'demo', 'no number'], variables)).code).toBe(2)

      expect(await json('outbox', 'harbor')).toEqual([])
      expect(await json('dead-letter', 'list', 'harbor')).toEqual([])
      await refused('dead-letter', 'retry', 'harbor', crypto.randomUUID())
      expect((await json('doctor')).isHealthy).toBe(true)
      const story = await rapport(['--json', 'demo'], variables)
      expect(story.code).toBe(0)
      expect(JSON.parse(story.stdout).length).toBeGreaterThan(3)

      const single = { TENANT_ID: crypto.randomUUID(), TWILIO_PHONE_NUMBER: '+12025550182' }
      const seeded = await rapport(['--json', 'seed', 'tenant'], { ...variables, ...single })
      expect(JSON.parse(seeded.stdout)).toEqual({ tenantId: single.TENANT_ID })

      const worker = spawnRapport(['worker'], variables)
      await eventually(async () => worker.stderr().includes('working on') || undefined, 'the worker', 10_000)
      worker.kill('SIGINT')
      expect(await worker.exited).toBe(0)
      await server.remove()
      await local.remove()
    },
    60_000,
  )

  nativeOnly.test(
    'a database that is not migrated is refused with 4',
    async () => {
      const server = await nativeDatabase()
      const sql = (await server.open()).pool(null)
      await sql`drop schema api cascade`
      await sql`drop schema pgboss cascade`
      for (const args of [['tenant', 'list'], ['worker'], ['start']]) {
        const { code, stdout } = await rapport(args, server.variables)
        expect({ args, code, stdout }).toEqual({ args, code: 4, stdout: '' })
      }
      await server.remove()
    },
    30_000,
  )
})
