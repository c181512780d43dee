import { describe, expect } from 'bun:test'
import { nativeOnly } from '../fixtures/lane.ts'
import { eventually } from '../jobs/queue-fixture.ts'
import { folderDatabase, nativeDatabase } from './own-database.ts'
import { rapport, spawnRapport, type Variables } from './process.ts'

const JOHN = '+16175550123'

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

      const verified = { wrongCustomers: 0, wrongAddresses: 0, shown: [] }
      expect(await json('crm', 'verify', 'demo')).toMatchObject({ ...verified, isRepaired: false })
      expect(await json('crm', 'verify', 'demo', '--repair')).toMatchObject({ ...verified, isRepaired: true })
      await refused('crm', 'verify', 'nobody')

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

      const [{ customerId }] = await json('customer', 'search', 'demo', 'Jon Smith')
      const [note] = await json('memory', 'notes', 'demo', customerId)
      const corrected = await json('memory', 'correct', 'demo', customerId, note.id, '{"note": "Rings twice"}')
      expect(corrected).toMatchObject({ id: note.id, note: 'Rings twice', editedBy: 'cli' })
      expect(await json('memory', 'retire', 'demo', customerId, note.id)).toMatchObject({
        retiredReason: 'by a person',
      })
      expect((await json('memory', 'notes', 'demo', customerId)).map(({ id }: { id: string }) => id)).not.toContain(
        note.id,
      )
      expect(await json('memory', 'restore', 'demo', customerId, note.id)).toMatchObject({ retiredAt: null })
      await refused('memory', 'retire', 'demo', customerId, crypto.randomUUID())

      expect(await json('usage', 'harbor', '--by', 'provider,day')).toMatchObject({ rows: [], budget: { level: null } })
      const arms = [{ name: 'luna', provider: 'openai', model: 'gpt-6-luna', share: 20 }]
      const trial = await json('experiment', 'set', 'harbor', 'trial', JSON.stringify({ arms }))
      expect(trial).toMatchObject({ name: 'trial', isActive: true, arms, updatedBy: 'cli' })

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
      await eventually(async () => worker.stderr().includes('working on') || undefined, 'the worker', 30_000)
      worker.kill('SIGINT')
      expect(await worker.exited).toBe(0)
      await server.remove()
      await local.remove()
    },
    180_000,
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
