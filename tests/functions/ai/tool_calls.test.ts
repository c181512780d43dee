import { beforeAll, describe, expect, test } from 'bun:test'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'

let database: TestDatabase
let api: Api

beforeAll(async () => {
  database = await testDatabase()
  api = createApi(database.edge)
})

const newShop = async () => {
  const { tenantId } = await newTenant(database.admin)
  const phone = newNumber()
  return { tenantId, phone, customerId: await newCustomer(database.admin, tenantId, { firstName: 'Ann', phone }) }
}
const countOf = async (table: string, tenantId: string) =>
  Number((await database.admin.unsafe(`select count(*) as n from ${table} where tenant_id = $1`, [tenantId]))[0]?.n)
const by = (actor: string) => ({ attribution: { actor, requestId: 'r' } })

describe('a write with an idempotency key', () => {
  test('is done once and answered alike, however often it comes', async () => {
    const { tenantId, customerId } = await newShop()
    const job = { description: 'Fix the tap', items: [{ name: 'Labor', quantity: 1, unitPrice: 80 }] }
    const calls = { tenantId, customerId, job, idempotencyKey: 'k1' }
    const first = await api.createJob(calls)
    expect(await api.createJob(calls)).toEqual(first)
    expect(await countOf('context.customer_job_history', tenantId)).toBe(1)
    expect(await countOf('context.job_items', tenantId)).toBe(1)
  })

  test('is refused when the key stands for something else, and says what it stands for', async () => {
    const { tenantId, customerId } = await newShop()
    const { jobId } = await api.createJob({ tenantId, customerId, job: { description: 'A' }, idempotencyKey: 'k1' })
    const others = [
      () => api.createJob({ tenantId, customerId, job: { description: 'B' }, idempotencyKey: 'k1' }),
      () => api.addAddress({ tenantId, customerId, address: { street: '1 Elm St' }, idempotencyKey: 'k1' }),
    ]
    for (const other of others) {
      const failure = (await failureOf(other())) as { code?: string; hint?: string } | null
      expect(failure?.code).toBe('RP004')
      expect(failure?.hint).toContain(jobId)
    }
    expect(await countOf('context.customer_job_history', tenantId)).toBe(1)
    expect(await countOf('context.customer_addresses', tenantId)).toBe(0)
  })

  test('is another one for another caller, another tenant, and after a failure', async () => {
    const { tenantId, customerId } = await newShop()
    const job = { description: 'A' }
    await api.createJob({ tenantId, customerId, job, idempotencyKey: 'k1' }, by('key:one'))
    await api.createJob({ tenantId, customerId, job, idempotencyKey: 'k1' }, by('key:two'))
    expect(await countOf('context.customer_job_history', tenantId)).toBe(2)
    const other = await newShop()
    await api.createJob({ ...other, job, idempotencyKey: 'k1' }, by('key:one'))
    const bad = api.createJob({ tenantId, customerId, job: {}, idempotencyKey: 'k2' })
    expect((await failureOf(bad))?.code).toBe('RP003')
    await api.createJob({ tenantId, customerId, job, idempotencyKey: 'k2' })
    expect(await countOf('context.customer_job_history', tenantId)).toBe(3)
  })

  test('keeps ids and states only, and nothing of a customer who is erased', async () => {
    const { tenantId, customerId } = await newShop()
    const profile = { firstName: 'Wilhelmina' }
    await api.upsertCustomerProfile({ tenantId, customerId, profile, idempotencyKey: 'k1' })
    const [kept] =
      await database.admin`select to_jsonb(c)::text as row from ai.tool_calls as c where tenant_id = ${tenantId}`
    expect(kept?.row).not.toContain('Wilhelmina')
    await api.eraseCustomer({ tenantId, customerId, actor: 'key:test' })
    expect(await countOf('ai.tool_calls', tenantId)).toBe(0)
    const again = api.upsertCustomerProfile({ tenantId, customerId, profile, idempotencyKey: 'k1' })
    expect((await failureOf(again))?.code).toBe('RP006')
  })

  test('is forgotten with the events, after 30 days', async () => {
    const { tenantId, customerId } = await newShop()
    await api.addAddress({ tenantId, customerId, address: { street: '1 Elm St' }, idempotencyKey: 'k1' })
    await setClock(database.admin, new Date(Date.now() + 31 * 86_400_000))
    try {
      expect((await createApi(database.worker).prune({})).toolCalls).toBeGreaterThan(0)
    } finally {
      await resetClock(database.admin)
    }
    expect(await countOf('ai.tool_calls', tenantId)).toBe(0)
  })
})

describe('a profile', () => {
  test('belongs to whoever has the number, else to somebody new, who is not taken for verified', async () => {
    const { tenantId, customerId, phone } = await newShop()
    const known = await api.upsertCustomerProfile({ tenantId, profile: { lastName: 'Lee' }, phone })
    expect(known).toMatchObject({ customerId, isNew: false, outranked: [] })
    const made = await api.upsertCustomerProfile({ tenantId, profile: {}, phone: newNumber(), email: 'x@example.com' })
    expect(made).toMatchObject({ isNew: true, identities: { phone: 'linked', email: 'linked' } })
    const rows = await database.admin`
      select verified_at from identity.customer_identities where tenant_id = ${tenantId} and customer_id = ${made.customerId}`
    expect(rows.map((row) => row.verified_at)).toEqual([null, null])
  })

  test("never takes a number of somebody else's, nor what a person has set", async () => {
    const { tenantId, customerId } = await newShop()
    const theirs = newNumber()
    await newCustomer(database.admin, tenantId, { phone: theirs })
    const changes = { firstName: 'Anna' }
    await api.updateCustomer({ tenantId, customerId, changes, version: 2, source: 'staff', actor: 'key:test' })
    const answer = await api.upsertCustomerProfile({ tenantId, customerId, profile: { firstName: 'A' }, phone: theirs })
    expect(answer).toMatchObject({ outranked: ['firstName'], identities: { phone: 'pending' } })
    expect((await failureOf(api.upsertCustomerProfile({ tenantId, profile: {} })))?.code).toBe('RP003')
    const rank = { membershipStatus: 'vip' }
    expect((await failureOf(api.upsertCustomerProfile({ tenantId, customerId, profile: rank })))?.code).toBe('RP003')
  })
})

describe('a job', () => {
  test('of another customer is one that is not there', async () => {
    const { tenantId, customerId } = await newShop()
    const stranger = await newCustomer(database.admin, tenantId, { firstName: 'Bob' })
    const { jobId } = await api.createJob({ tenantId, customerId: stranger, job: { description: 'A' } })
    const note = { kind: 'note', note: 'x' }
    const attempts = [
      () => api.addJobItem({ tenantId, jobId, item: { name: 'x' }, customerId }),
      () => api.recordJobEvent({ tenantId, jobId, event: note, customerId }),
    ]
    for (const attempt of attempts) expect((await failureOf(attempt()))?.code).toBe('RP001')
  })

  test('follows its events until it is over, and a reply may only leave notes', async () => {
    const { tenantId, customerId } = await newShop()
    const { jobId } = await api.createJob({ tenantId, customerId, job: { description: 'A' } })
    const report = (event: Record<string, unknown>, conversationId?: string) =>
      api.recordJobEvent({ tenantId, jobId, event, ...(conversationId ? { conversationId } : {}) })
    expect((await failureOf(report({ kind: 'scheduled' })))?.code).toBe('RP003')
    expect((await report({ kind: 'scheduled', scheduledStart: '2030-01-02T15:00:00Z' })).status).toBe('scheduled')
    expect((await report({ kind: 'started' })).status).toBe('in_progress')
    expect((await failureOf(report({ kind: 'canceled' }, crypto.randomUUID())))?.code).toBe('RP005')
    expect((await report({ kind: 'completed', at: '2030-01-02T17:00:00Z' })).status).toBe('completed')
    expect((await failureOf(report({ kind: 'canceled' })))?.code).toBe('RP004')
    expect((await report({ kind: 'note', note: 'Send the bill.' })).status).toBe('completed')
    expect((await failureOf(api.addJobItem({ tenantId, jobId, item: { name: 'x' } })))?.code).toBe('RP004')
  })
})
