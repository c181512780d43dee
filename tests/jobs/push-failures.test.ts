import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import type { HousecallStep } from '../fakes/housecall.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newCustomer } from '../fixtures/tenant.ts'
import { blockOf, startPushing } from './push-fixture.ts'

const MORNING = 'AI Note: Prefers morning appointments'

let pushing: Awaited<ReturnType<typeof startPushing>>
beforeAll(async () => {
  pushing = await startPushing({ timeoutMs: 700 })
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
    expect(pushing.lines.join()).not.toContain('code 4711')
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
    'leaves a customer alone while a change of them is not committed, so that it is not lost behind one that waits',
    async () => {
      const one = await wantingMorning()
      await pushing.admin.begin(async (sql) => {
        await sql`
        update identity.customers set current_issue_summary = 'No heat'
        where tenant_id = ${one.tenantId} and id = ${one.customerId}`
        await one.run()
        expect(one.calls()).toEqual([])
      })
      await one.run()
      expect(one.remote().notes).toBe(`Gate code 4711\n\n${blockOf(MORNING, 'AI Note (Current Issue): No heat')}`)
      expect(puts(one)).toBe(1)
    },
  )

  nativeOnly.test(
    'gets along with edits, merges, events and other workers of the same customers: nobody is refused or stuck',
    async () => {
      const one = await pushing.linked({ notes: 'Gate code 4711' })
      const { tenantId, customerId } = one
      const other = await newCustomer(pushing.admin, tenantId, { firstName: 'Ann' })
      await pushing.pass(1)
      const edit = async (round: number) => {
        const { version } = (await pushing.api.getCustomer({ tenantId, customerId })) as { version: number }
        const preferredTimeWindow = round % 2 ? 'morning' : 'evening'
        const changes = { preferredTimeWindow, currentIssueSummary: `Round ${round}` }
        await pushing.api.updateCustomer({ tenantId, customerId, changes, version, source: 'staff', actor: 'key:test' })
      }
      const learn = (round: number) => pushing.admin`
      insert into context.customer_addresses (tenant_id, customer_id, street, zip)
      values (${tenantId}, ${round % 2 ? customerId : other}, ${`${round} Elm St`}, '02139')`
      const merge = async () => {
        const asked = { tenantId, survivorId: customerId, mergedId: other, reason: 'same', actor: 'key:test' }
        const { mergeId } = await pushing.api.mergeCustomers(asked)
        await pushing.api.undoMerge({ tenantId, mergeId, actor: 'key:test' })
      }
      for (let round = 1; round <= 12; round += 1) {
        await pushing.pass(200)
        pushing.housecall.office.editCustomer(one.remoteId, { notes: `${one.remote().notes}\nline ${round}` })
        await Promise.all([edit(round), learn(round), merge(), one.hear(), one.run(), one.run(), one.run()])
      }
      for (let turn = 0; turn < 4; turn += 1) {
        await pushing.pass(700)
        await one.hear()
        await one.run()
      }
      const states = new Set((await one.pushes()).map(({ state }) => state))
      expect([...states].filter((state) => state !== 'done' && state !== 'skipped')).toEqual([])
      expect(one.remote().notes).toContain('Round 12')
      for (let round = 1; round <= 12; round += 1) expect(one.remote().notes?.split('\n')).toContain(`line ${round}`)
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
