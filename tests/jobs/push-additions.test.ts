import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import type { HousecallStep } from '../fakes/housecall.ts'
import { failureOf } from '../fixtures/failure.ts'
import { startPushing } from './push-fixture.ts'

let pushing: Awaited<ReturnType<typeof startPushing>>
beforeAll(async () => {
  pushing = await startPushing({ timeoutMs: 700 })
})
afterAll(() => pushing.close())
afterEach(() => pushing.reset())

type Linked = Awaited<ReturnType<typeof pushing.linked>>

const lost: [string, HousecallStep][] = [
  ['never comes', { hang: true, afterEffect: true }],
  ['breaks off', { drop: true, afterEffect: true }],
  ['is a 500', { status: 500, afterEffect: true }],
  ['is no JSON', { garble: true, afterEffect: true }],
]
const nothingDone: [string, HousecallStep][] = [
  ['never comes', { hang: true }],
  ['is a 503', { status: 503 }],
]

describe('the tags of a customer', () => {
  test('get their membership and what staff set, beside those that are there; only ours are taken away', async () => {
    const one = await pushing.linked({ tags: ['Old house', 'slow payer'] })
    await one.change({ membershipStatus: 'family_discount', tags: ['Slow payer', 'Has dog'] })
    await one.run()
    expect(one.remote().tags).toEqual(['Old house', 'slow payer', 'Family Discount', 'Has dog'])
    expect(one.remote().notes).toBeNull()
    await one.change({ membershipStatus: 'vip', tags: [] })
    await one.run()
    expect(one.remote().tags).toEqual(['Old house', 'slow payer', 'VIP'])
  })

  test('lose a membership when it runs out, and not before a time to which it was extended', async () => {
    const one = await pushing.linked({ tags: ['Old house'] })
    const soon = new Date(pushing.now().getTime() + 3600_000).toISOString()
    await one.change({ membershipStatus: 'vip', membershipExpiresAt: soon })
    await one.run()
    expect(one.remote().tags).toEqual(['Old house', 'VIP'])
    const later = new Date(pushing.now().getTime() + 7200_000).toISOString()
    await one.change({ membershipExpiresAt: later })
    await one.run()
    for (const [seconds, tags] of [
      [3700, ['Old house', 'VIP']],
      [3600, ['Old house']],
    ] as const) {
      await pushing.pass(seconds)
      await pushing.reconcile()
      await one.run()
      expect(one.remote().tags).toEqual([...tags])
    }
  })

  test('that a person takes away at HousecallPro stay away for as long as nothing changes here', async () => {
    const one = await pushing.linked()
    await one.change({ membershipStatus: 'vip' })
    await one.run()
    pushing.housecall.office.editCustomer(one.remoteId, { tags: ['Old house'] })
    for (const preferredTimeWindow of ['morning', 'evening']) {
      await one.change({ preferredTimeWindow })
      await one.run()
      expect(one.remote().tags).toEqual(['Old house'])
    }
    await one.change({ membershipStatus: 'none' })
    await one.run()
    await one.change({ membershipStatus: 'vip' })
    await one.run()
    expect(one.remote().tags).toEqual(['Old house', 'VIP'])
  })

  test('that HousecallPro itself told us are not told back', async () => {
    const one = await pushing.linked({ tags: ['Old house'] })
    await pushing.api.ingestHousecallCustomers({ tenantId: one.tenantId, customers: [one.remote()] })
    const [known] = await pushing.admin`
      select tags from context.customer_context where tenant_id = ${one.tenantId} and customer_id = ${one.customerId}`
    expect(known?.tags).toEqual(['Old house'])
    expect(await one.pushes()).toHaveLength(0)
  })
})

describe('an address that we learned', () => {
  const learn = async (one: Linked, street: string | null = '12 Elm St.', zip = '02139-1234') => {
    await pushing.admin`
      insert into context.customer_addresses ${pushing.admin({
        tenant_id: one.tenantId,
        customer_id: one.customerId,
        street,
        city: 'Cambridge',
        state: 'MA',
        zip,
      })}`
    await pushing.pass(10)
  }
  const ids = async (one: Linked) =>
    (
      await pushing.admin`
        select housecall_pro_address_id as id from context.customer_addresses where tenant_id = ${one.tenantId}`
    ).map((row) => row.id)

  test('is made at HousecallPro, once, and known by its id from then on', async () => {
    const one = await pushing.linked()
    await learn(one)
    await one.run()
    const [address] = one.remote().addresses
    expect(address).toMatchObject({
      street: '12 Elm St.',
      city: 'Cambridge',
      state: 'MA',
      zip: '02139-1234',
      type: 'service',
    })
    expect(await ids(one)).toEqual([address?.id])
    await one.run()
    expect(one.calls()).toEqual(['GET /addresses', 'POST /addresses'])
  })

  test('and that HousecallPro has already only takes over its id', async () => {
    const one = await pushing.linked()
    const there = pushing.housecall.office.addAddress(one.remoteId, { street: '12 ELM ST', zip: '02139' })
    await learn(one)
    await one.run()
    expect(await ids(one)).toEqual([there.id])
    expect(one.remote().addresses).toHaveLength(1)
  })

  for (const [what, step] of lost)
    test(`while the answer ${what}, is found there before it is tried again`, async () => {
      const one = await pushing.linked()
      await learn(one)
      pushing.housecall.next({ method: 'POST', ...step })
      await one.run()
      expect(await one.pushes()).toMatchObject([{ state: 'unknown', reason: 'the answer was lost' }])
      await pushing.pass(60)
      await one.run()
      expect((await one.pushes())[0]?.state).toBe('unknown')
      await pushing.pass(61)
      await one.run()
      expect(await one.pushes()).toMatchObject([{ state: 'done' }])
      expect(one.remote().addresses).toHaveLength(1)
      expect(await ids(one)).toEqual([one.remote().addresses[0]?.id])
    })

  for (const [what, step] of nothingDone)
    test(`of which nothing was stored while the answer ${what}, is made after all`, async () => {
      const one = await pushing.linked()
      await learn(one)
      pushing.housecall.next({ method: 'POST', ...step })
      await one.run()
      expect(await one.pushes()).toMatchObject([{ state: 'unknown' }])
      await pushing.pass(121)
      await one.run()
      expect(await one.pushes()).toMatchObject([{ state: 'done', attempt: 2 }])
      expect(one.remote().addresses).toHaveLength(1)
    })

  test('and that stays unknown is given to a person in the end; trying again reads back first', async () => {
    const one = await pushing.linked()
    await learn(one)
    pushing.housecall.next({ method: 'POST', status: 500, times: 8 })
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await one.run()
      await pushing.pass(3700)
    }
    expect(await one.pushes()).toMatchObject([{ state: 'needs_person', attempt: 8 }])
    expect(await one.syncError()).toBe('Push failed: it is not known whether it arrived')
    const there = pushing.housecall.office.addAddress(one.remoteId, { street: '12 Elm St', zip: '02139' })
    const [push] = await pushing.api.listCrmPushes({ tenantId: one.tenantId })
    await pushing.api.retryCrmPush({ tenantId: one.tenantId, pushId: push?.pushId ?? '' })
    await one.run()
    expect(await ids(one)).toEqual([there.id])
    expect(await one.syncError()).toBeNull()
  })

  test('from HousecallPro itself is not brought back to it, with an id or without', async () => {
    const one = await pushing.linked()
    pushing.housecall.office.addAddress(one.remoteId, { street: '1 Oak St', zip: '02139' })
    const addresses = [...one.remote().addresses, { ...one.remote().addresses[0], id: null, street: '2 Oak St' }]
    const customers = [{ ...one.remote(), addresses }]
    await pushing.api.ingestHousecallCustomers({ tenantId: one.tenantId, customers })
    expect(await ids(one)).toHaveLength(2)
    expect(await one.pushes()).toHaveLength(0)
  })

  test('without a street goes nowhere', async () => {
    const one = await pushing.linked()
    await learn(one, null)
    expect(await one.pushes()).toHaveLength(0)
  })
})

describe('a note for a job', () => {
  const jobOf = async (one: Linked) => {
    const remote = pushing.housecall.office.addJob({ customer_id: one.remoteId })
    const [job] = await pushing.admin`
      insert into context.customer_job_history ${pushing.admin({
        tenant_id: one.tenantId,
        customer_id: one.customerId,
        housecall_pro_job_id: remote.id,
      })} returning id`
    const jobId: string = job?.id
    const add = (content: string, dedupeKey = 'note') =>
      pushing.api.addJobNote({ tenantId: one.tenantId, jobId, content, dedupeKey })
    return { jobId, remote, add, notes: () => remote.notes.map(({ content }) => content) }
  }

  test('is written to it once, however often it is asked for', async () => {
    const one = await pushing.linked()
    const job = await jobOf(one)
    const pushId = await job.add('Customer moved the heater.')
    expect(await job.add('Customer moved the heater.')).toBe(pushId)
    await one.run()
    await one.run()
    expect(job.notes()).toEqual([expect.stringMatching(/^Customer moved the heater\.\n\(Rapport note [0-9a-f]{12}\)$/)])
    expect(await one.pushes()).toMatchObject([{ kind: 'job_note', state: 'done', remote_id: job.remote.notes[0]?.id }])
  })

  for (const [what, step] of lost)
    test(`while the answer ${what}, is one note`, async () => {
      const one = await pushing.linked()
      const job = await jobOf(one)
      await job.add('Call first.')
      await job.add('Call first.', 'another one with the same words')
      pushing.housecall.next({ method: 'POST', ...step })
      await one.run()
      await pushing.pass(121)
      await one.run()
      expect((await one.pushes()).map(({ state }) => state)).toEqual(['done', 'done'])
      expect(job.notes()).toHaveLength(2)
    })

  test('for a job that was deleted (410) fails and says so; the customer is still written to', async () => {
    const one = await pushing.linked()
    const job = await jobOf(one)
    await job.add('Call first.')
    pushing.housecall.office.deleteJob(job.remote.id)
    await one.change({ preferredTimeWindow: 'morning' })
    await one.run()
    expect((await one.pushes()).map(({ state, reason }) => [state, reason])).toEqual([
      ['failed', 'the job is gone at HousecallPro'],
      ['done', null],
    ])
  })

  test('is refused with a clear error for a job that is none, is not HousecallPro\u2019s, or without words', async () => {
    const one = await pushing.linked()
    const job = await jobOf(one)
    const { tenantId } = one
    const add = (jobId: string, content: string) =>
      failureOf(pushing.api.addJobNote({ tenantId, jobId, content, dedupeKey: crypto.randomUUID() }))
    expect(await add(crypto.randomUUID(), 'x')).toMatchObject({ code: 'RP001' })
    expect(await add(job.jobId, ' \n')).toMatchObject({ code: 'RP003' })
    expect(await add(job.jobId, 'x'.repeat(4001))).toMatchObject({ code: 'RP003' })
    await pushing.admin`update context.customer_job_history set housecall_pro_job_id = null where id = ${job.jobId}`
    expect(await add(job.jobId, 'x')).toMatchObject({ code: 'RP004' })
    expect(await one.pushes()).toHaveLength(0)
  })
})
