import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import type { HousecallStep } from '../fakes/housecall.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { blockOf, startPushing } from './push-fixture.ts'
import { eventually } from './queue-fixture.ts'

const MORNING = 'AI Note: Prefers morning appointments'

let pushing: Awaited<ReturnType<typeof startPushing>>
beforeAll(async () => {
  pushing = await startPushing({ timeoutMs: 300 })
})
afterAll(() => pushing.close())
afterEach(() => pushing.reset())

const wantingMorning = async () => {
  const one = await pushing.linked({ notes: 'Gate code 4711' })
  await one.change({ preferredTimeWindow: 'morning' })
  return one
}
const puts = (one: { calls(): string[] }) => one.calls().filter((call) => call.startsWith('PUT')).length

describe('a push that HousecallPro does not answer', () => {
  test('is tried again, later each time; the customer says so until it gets through', async () => {
    const one = await wantingMorning()
    pushing.housecall.next({ path: /customers/, status: 503, times: 4 })
    await one.run()
    expect(await one.pushes()).toMatchObject([{ state: 'queued', failures: 1, reason: 'HousecallPro does not answer' }])
    expect(await one.syncError()).toBe('Push failed: HousecallPro does not answer, will be tried again')
    await pushing.pass(20)
    await one.run()
    expect((await one.pushes())[0]?.failures).toBe(1)
    await pushing.pass(15)
    await one.run()
    expect((await one.pushes())[0]?.failures).toBe(2)
    await pushing.pass(61)
    await one.run()
    expect(await one.pushes()).toMatchObject([{ state: 'done', attempt: 3 }])
    expect(await one.syncError()).toBeNull()
    expect(one.remote().notes).toBe(`Gate code 4711\n\n${blockOf(MORNING)}`)
  })

  const lost: [string, HousecallStep][] = [
    ['is written while its answer never comes', { hang: true, afterEffect: true }],
    ['is written while the connection breaks', { drop: true, afterEffect: true }],
    ['is written while the answer is a 500', { status: 500, afterEffect: true }],
    ['is written while the answer is no JSON', { garble: true, afterEffect: true }],
    ['is not written and the connection breaks', { drop: true }],
  ]
  for (const [what, step] of lost)
    test(`when it ${what}, is read before it is written again: one block, nothing of anybody lost`, async () => {
      const one = await wantingMorning()
      // Where a connection breaks, Bun itself makes a PUT once more.
      const made = step.drop ? 2 : 1
      pushing.housecall.next({ method: 'PUT', times: made, ...step })
      await one.run()
      expect(puts(one)).toBe(made)
      pushing.housecall.office.editCustomer(one.remoteId, { notes: `${one.remote().notes}\nDog bites` })
      await pushing.pass(40)
      await one.run()
      expect(puts(one)).toBe(step.afterEffect ? made : made + 1)
      const notes = one.remote().notes ?? ''
      expect(notes.split(blockOf(MORNING))).toHaveLength(2)
      expect(notes).toContain('Dog bites')
      expect(await one.pushes()).toMatchObject([{ state: 'done', failures: 1 }])
    })

  test('is given up after eight attempts, says so, and can be tried again by a person', async () => {
    const one = await wantingMorning()
    pushing.housecall.next({ path: /customers/, status: 500, times: 16 })
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await one.run(pushing.newClient())
      await pushing.pass(3700)
    }
    expect(await one.pushes()).toMatchObject([{ state: 'failed', attempt: 8 }])
    expect(await one.syncError()).toBe('Push failed: HousecallPro does not answer')
    const [listed] = await pushing.api.listCrmPushes({ tenantId: one.tenantId, state: 'failed' })
    await pushing.api.retryCrmPush({ tenantId: one.tenantId, pushId: listed?.pushId ?? '' })
    await one.run()
    expect(await one.pushes()).toMatchObject([{ state: 'done' }])
  })
})

describe('a HousecallPro that refuses', () => {
  test('the credentials lets all of the tenant wait, longer each time, and is asked again by itself', async () => {
    const one = await wantingMorning()
    const wrong = pushing.newClient({ apiKey: 'wrong' })
    await one.run(wrong)
    await one.run(wrong)
    const asked = () => pushing.housecall.requests.filter(({ path }) => path.includes(one.remoteId)).length
    expect(asked()).toBe(1)
    expect(await one.pushes()).toMatchObject([
      { state: 'queued', failures: 0, reason: 'HousecallPro refuses the credentials' },
    ])
    await pushing.pass(15 * 60 + 1)
    await one.run(wrong)
    await pushing.pass(15 * 60 + 1)
    await one.run(wrong)
    expect(asked()).toBe(2)
    await pushing.pass(15 * 60)
    await one.run()
    expect(await one.pushes()).toMatchObject([{ state: 'done', attempt: 3 }])
  })

  test('more for now (429) is left alone for as long as it asks', async () => {
    const one = await wantingMorning()
    pushing.housecall.next({ path: /customers/, status: 429, retryAfter: 120 })
    await one.run(pushing.newClient({ requestsPerSecond: 1 }))
    expect((await one.pushes())[0]?.state).toBe('queued')
    await pushing.pass(60)
    await one.run()
    expect((await one.pushes())[0]?.state).toBe('queued')
    await pushing.pass(200)
    await one.run()
    expect((await one.pushes())[0]?.state).toBe('done')
  })

  test('what was sent (422) ends the push, with the fields; the next change is tried anew', async () => {
    const one = await wantingMorning()
    const body = { errors: { notes: ['is too long (Gate code 4711)'] } }
    pushing.housecall.next({ method: 'PUT', status: 422, body })
    await one.run()
    expect(await one.pushes()).toMatchObject([
      { state: 'failed', reason: 'HousecallPro refuses it', error_fields: ['notes'] },
    ])
    expect(await one.syncError()).toBe('Push failed: HousecallPro refuses it')
    expect(pushing.lines.join()).not.toContain('4711')
    await one.change({ communicationPreference: 'sms' })
    await one.run()
    expect(await one.syncError()).toBeNull()
  })

  test('to know the customer (404) is not asked about them again, until a person says so', async () => {
    const one = await wantingMorning()
    pushing.housecall.store.customers.delete(one.remoteId)
    await one.run()
    expect(await one.pushes()).toMatchObject([{ state: 'failed', reason: 'the customer is gone at HousecallPro' }])
    await one.change({ communicationPreference: 'sms' })
    await one.run()
    expect(await one.pushes()).toMatchObject([{ state: 'failed' }, { state: 'skipped' }])
    expect(one.calls()).toHaveLength(1)
  })
})

describe('a worker', () => {
  test('that was killed in the middle leaves a push that the next one takes up, reading first', async () => {
    const one = await wantingMorning()
    const killed = new AbortController()
    const dying = pushing.newClient()
    const update = dying.customers.update
    Object.assign(dying.customers, {
      update: async (...given: Parameters<typeof update>) => {
        await update(...given)
        throw new Error('killed')
      },
    })
    await one.run(dying, killed.signal).catch(() => {})
    expect(await one.pushes()).toMatchObject([{ state: 'sending' }])
    await one.run()
    expect(puts(one)).toBe(1)
    await pushing.pass(200)
    expect(await pushing.api.enqueueDueCrmPushes()).toBeGreaterThan(0)
    await one.run()
    expect(await one.pushes()).toMatchObject([{ state: 'done', attempt: 2 }])
    expect(puts(one)).toBe(1)
  })

  test('that comes back after its lease ran out is told to leave it alone', async () => {
    const one = await wantingMorning()
    pushing.once('GET', () => pushing.pass(300))
    await one.run()
    const [push] = await pushing.admin`select id from crm.pushes where tenant_id = ${one.tenantId}`
    const late = { tenantId: one.tenantId, pushId: push?.id, attempt: 99, outcome: { kind: 'written' } }
    expect(await pushing.api.advanceCrmPush(late)).toMatchObject({ call: null, state: 'done' })
  })

  nativeOnly.test(
    'waits for a change that is not committed yet, so that it is not lost behind one that waits',
    async () => {
      const one = await wantingMorning()
      let running: Promise<void> | undefined
      await pushing.admin.begin(async (sql) => {
        await sql`
        update identity.customers set current_issue_summary = 'No heat'
        where tenant_id = ${one.tenantId} and id = ${one.customerId}`
        running = one.run()
        const waits = () => pushing.admin`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
        await eventually(
          async () => ((await waits()).length > 0 ? true : undefined),
          'the worker waiting for the change',
        )
      })
      await running
      await one.run()
      expect(one.remote().notes).toBe(`Gate code 4711\n\n${blockOf(MORNING, 'AI Note (Current Issue): No heat')}`)
      expect(puts(one)).toBe(1)
    },
  )

  nativeOnly.test('beside others leaves each customer to one: one write for each', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    await one.change({ preferredTimeWindow: 'morning' })
    await Promise.all(Array.from({ length: 8 }, () => one.run()))
    expect(puts(one)).toBe(1)
    // A change that comes while the first is written is not lost, and not written beside it.
    await one.change({ preferredTimeWindow: 'evening' })
    pushing.once('PUT', () => one.change({ preferredTimeWindow: 'afternoon' }))
    await Promise.all(Array.from({ length: 4 }, () => one.run()))
    await one.run()
    expect(one.remote().notes).toBe(`Gate code 4711\n\n${blockOf('AI Note: Prefers afternoon appointments')}`)
    expect(puts(one)).toBe(3)
  })
})
