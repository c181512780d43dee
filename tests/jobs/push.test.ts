import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import type { JobDefinition } from '../../jobs/definition.ts'
import { startQueue } from '../../src/queue/boss.ts'
import { drain } from '../../src/queue/drain.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { blockOf, startPushing } from './push-fixture.ts'
import { keptLogger, queueApi } from './queue-fixture.ts'

const MORNING = 'AI Note: Prefers morning appointments'
const EVENING = 'AI Note: Prefers evening appointments'
const BY_TEXT = 'AI Note: Prefers text messages'

let pushing: Awaited<ReturnType<typeof startPushing>>
beforeAll(async () => {
  pushing = await startPushing()
})
afterAll(() => pushing.close())
afterEach(() => pushing.reset())

describe('what we learned of a customer', () => {
  test('comes to stand in their notes at HousecallPro, below what people wrote', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    await one.change({ preferredTimeWindow: 'morning', communicationPreference: 'sms' })
    await one.change({ preferredTechnicianName: 'Mike', currentIssueSummary: 'No <hot> water\nsince "Monday" & cold' })
    await one.change({ summary: 'Wants a quote for a new heater.' })
    await one.run()
    expect(one.remote().notes).toBe(
      `Gate code 4711\n\n${blockOf(
        MORNING,
        BY_TEXT,
        'AI Note: Prefers technician Mike',
        "AI Note (Current Issue): No (hot) water since 'Monday' and cold",
        'AI Note (Conversation Summary): Wants a quote for a new heater.',
      )}`,
    )
    // Three changes, one write: read, read again right before, write, read back.
    expect(one.calls()).toEqual(['GET', 'GET', 'PUT', 'GET'])
    expect(await one.pushes()).toMatchObject([{ kind: 'profile', state: 'done', attempt: 1, failures: 0 }])
  })

  test('is replaced there when it changes, and taken out when there is nothing to say any more', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    await one.change({ preferredTimeWindow: 'morning' })
    await one.run()
    await one.change({ preferredTimeWindow: 'evening' })
    await one.run()
    expect(one.remote().notes).toBe(`Gate code 4711\n\n${blockOf(EVENING)}`)
    await one.change({ preferredTimeWindow: null })
    await one.run()
    expect(one.remote().notes).toBe('Gate code 4711')
  })

  test('that is there already takes no write, and what was said before not even a call', async () => {
    const one = await pushing.linked({ notes: `${blockOf(MORNING)}\nGate code 4711` })
    await one.change({ preferredTimeWindow: 'morning' })
    await one.run()
    expect(one.calls()).toEqual(['GET'])
    await one.change({ preferredTimeWindow: 'evening' })
    await one.change({ preferredTimeWindow: 'morning' })
    await one.run()
    expect(one.calls()).toEqual(['GET'])
    expect((await one.pushes()).map(({ state, reason }) => [state, reason])).toEqual([
      ['skipped', 'nothing to change'],
      ['skipped', 'nothing to change'],
    ])
  })

  test('is not queued while nobody is linked, and is told once they are', async () => {
    const { tenantId } = await newTenant(pushing.admin)
    await pushing.api.announceCrmAccount({ tenantId })
    const [customer] = await pushing.admin`
      insert into identity.customers (tenant_id, current_issue_summary) values (${tenantId}, 'No heat') returning id`
    const customerId = customer?.id as string
    await pushing.admin`
      insert into context.customer_context (tenant_id, customer_id, preferred_time_window) values (${tenantId}, ${customerId}, 'morning')`
    await pushing.admin`update identity.customers set summary = 'x' where id = ${customerId}`
    const queued = () => pushing.admin`select kind from crm.pushes where tenant_id = ${tenantId}`
    expect(await queued()).toHaveLength(0)
    await pushing.api.linkIdentity({
      tenantId,
      customerId,
      type: 'housecall_pro_id',
      value: `cus_${crypto.randomUUID()}`,
      verifiedBy: 'staff',
    })
    expect(await queued()).toHaveLength(1)
  })

  test('is not queued at all while the sync is off, and waits plainly without credentials', async () => {
    const off = await pushing.linked({}, { CUSTOMER_CONTEXT_HCP_SYNC: false })
    await off.change({ preferredTimeWindow: 'morning' })
    expect(await off.pushes()).toHaveLength(0)
    const waiting = await pushing.linked()
    await waiting.change({ preferredTimeWindow: 'morning' })
    await waiting.run(null)
    const listed = () => pushing.api.listCrmPushes({ tenantId: waiting.tenantId })
    expect(await listed()).toMatchObject([{ state: 'queued', reason: 'no credentials for HousecallPro' }])
    await pushing.pass(16 * 60)
    await waiting.run()
    expect(await listed()).toMatchObject([{ state: 'done', reason: null }])
    expect(waiting.remote().notes).toBe(blockOf(MORNING))
  })

  test('waits while the sync is switched off, and goes when it is on again', async () => {
    const one = await pushing.linked()
    await one.change({ preferredTimeWindow: 'morning' })
    const turn = (isEnabled: boolean) =>
      pushing.api.setFeatureFlag({ tenantId: one.tenantId, name: 'CUSTOMER_CONTEXT_HCP_SYNC', isEnabled })
    const jobs = () =>
      pushing.admin`select from pgboss.job where name = 'push_housecall' and data ->> 'tenantId' = ${one.tenantId}`
    await turn(false)
    await one.run()
    await pushing.admin`delete from pgboss.job where data ->> 'tenantId' = ${one.tenantId}`
    await pushing.reconcile()
    expect(one.calls()).toEqual([])
    expect(await jobs()).toHaveLength(0)
    expect(await one.pushes()).toMatchObject([{ state: 'queued', attempt: 0 }])
    await turn(true)
    await pushing.reconcile()
    expect(await jobs()).toHaveLength(1)
    await one.run()
    expect(await one.pushes()).toMatchObject([{ state: 'done' }])
  })

  test('comes there through the queue, some seconds later', async () => {
    const one = await pushing.linked()
    await one.change({ preferredTimeWindow: 'morning' })
    await pushing.admin`delete from pgboss.job where name = 'push_housecall' and data ->> 'tenantId' <> ${one.tenantId}`
    const { logger } = keptLogger()
    const queue = await startQueue({ sql: pushing.worker, logger })
    try {
      const definitions = [pushing.jobOf(pushing.newClient()) as JobDefinition]
      const options = { api: queueApi(pushing.worker), logger, maxJobs: 5, deadlineMs: 10_000 }
      expect(await drain(queue, definitions, options)).toMatchObject({ ok: 1, failed: 0 })
    } finally {
      await queue.boss.stop({ graceful: false })
    }
    expect(one.remote().notes).toBe(blockOf(MORNING))
  })

  test('of an erased customer goes nowhere, and nothing of it is kept', async () => {
    const one = await pushing.linked()
    await one.change({ preferredTimeWindow: 'morning' })
    await one.run()
    await one.change({ preferredTimeWindow: 'evening' })
    await pushing.api.eraseCustomer({ tenantId: one.tenantId, customerId: one.customerId, actor: 'key:test' })
    await one.run()
    expect(one.remote().notes).toBe(blockOf(MORNING))
    for (const table of ['pushes', 'push_writes', 'pushed_profiles'])
      expect(
        await pushing.admin`select from ${pushing.admin(`crm.${table}`)} where tenant_id = ${one.tenantId}`,
      ).toHaveLength(0)
  })

  test('and was being written while they were erased is not written', async () => {
    const one = await pushing.linked()
    await one.change({ preferredTimeWindow: 'morning' })
    const erase = pushing.once('GET', () =>
      pushing.api.eraseCustomer({ tenantId: one.tenantId, customerId: one.customerId, actor: 'key:test' }),
    )
    await one.run()
    expect(erase.count()).toBe(1)
    expect(one.remote().notes).toBeNull()
    expect(one.calls()).toEqual(['GET'])
  })

  test('follows them when they are merged: one record is written, with what both knew', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    const [other] = await pushing.admin`
      insert into identity.customers (tenant_id, current_issue_summary) values (${one.tenantId}, 'No heat') returning id`
    await one.change({ preferredTimeWindow: 'morning' })
    const { tenantId, customerId } = one
    const merge = { tenantId, survivorId: customerId, mergedId: other?.id, reason: 'same', actor: 'key:test' }
    await pushing.api.mergeCustomers(merge)
    await pushing.pass(10)
    await one.run()
    expect(one.remote().notes).toBe(`Gate code 4711\n\n${blockOf(MORNING, 'AI Note (Current Issue): No heat')}`)
  })
})

test('a merge of two customers who both have something to say, and its undoing, tell each record of HousecallPro its own', async () => {
  const one = await pushing.linked({ notes: 'Gate code 4711' })
  const { tenantId } = one
  const otherRemote = pushing.housecall.office.addCustomer({ first_name: 'Ann', notes: 'See attic' })
  const { created } = await pushing.api.ingestHousecallCustomers({ tenantId, customers: [otherRemote] })
  expect(created).toBe(1)
  const [other] = await pushing.admin`
    select customer_id as id from context.customer_context
    where tenant_id = ${tenantId} and housecall_pro_id = ${otherRemote.id}`
  await pushing.admin`
    update context.customer_context set preferred_time_window = 'evening' where tenant_id = ${tenantId} and customer_id = ${other?.id}`
  await one.change({ preferredTimeWindow: 'morning' })
  const merge = { tenantId, survivorId: one.customerId, mergedId: other?.id, reason: 'same', actor: 'key:test' }
  const { mergeId } = await pushing.api.mergeCustomers(merge)
  await pushing.pass(10)
  await one.run()
  expect(one.remote().notes).toBe(`Gate code 4711\n\n${blockOf(MORNING)}`)
  expect(otherRemote.notes).toBe('See attic')
  await pushing.api.undoMerge({ tenantId, mergeId, actor: 'key:test' })
  await pushing.pass(10)
  await one.run()
  expect(one.remote().notes).toBe(`Gate code 4711\n\n${blockOf(MORNING)}`)
  expect(pushing.housecall.store.customers.get(otherRemote.id)?.notes).toBe(`See attic\n\n${blockOf(EVENING)}`)
})
