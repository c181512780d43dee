import { afterAll, afterEach, beforeAll, expect } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { type HousecallDouble, startHousecallDouble } from '../fakes/housecall.ts'
import { fillBusiness } from '../fakes/housecall-business.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newAccount } from './sync-fixture.ts'

let admin: Sql
let double: HousecallDouble
let now = new Date('2026-11-01T12:00:00Z')
beforeAll(async () => {
  admin = (await testDatabase()).admin
  double = await startHousecallDouble({ now: () => now })
  fillBusiness(double.store, { customers: 40, jobs: 90, until: now })
})
afterEach(() => resetClock(admin))
afterAll(() => double.stop())

/** The double's clock and the database's, so many minutes on. */
const later = async (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000)
  await setClock(admin, now)
}
const asked = (path: RegExp) => double.requests.filter(({ target }) => path.test(target)).map(({ target }) => target)

nativeOnly.test(
  'a poll reads from the newest change down to the one before the last poll, and no further',
  async () => {
    await later(1)
    const { tenantId, sync } = await newAccount({ double, settings: { crmSync: { pageSize: 10 } } })
    await sync('full')
    await later(60)
    const jobs = [...double.store.jobs.values()].slice(0, 12)
    for (const job of jobs) double.office.editJob(job.id, { description: 'Polled' })
    await later(2)
    double.requests.length = 0
    expect(await sync('poll')).toMatchObject({ state: 'done', counts: { jobs: 20, updated: 12 } })
    // Twelve changes are on two pages of ten.
    expect(asked(/^\/jobs\?/)).toHaveLength(2)
    expect(asked(/^\/customers\?/)).toHaveLength(1)
    const [row] = await admin`
    select count(*)::int as polled from context.customer_job_history where tenant_id = ${tenantId} and description = 'Polled'`
    expect(row).toEqual({ polled: 12 })
    expect(asked(/line_items/)).toHaveLength(12)

    // Those twelve are within the overlap: read once more, and nothing is written for them.
    await later(15)
    double.requests.length = 0
    expect(await sync('poll')).toMatchObject({ state: 'done', counts: { untouched: 20 } })
    expect(asked(/^\/jobs\?/)).toHaveLength(2)
    expect(asked(/line_items/)).toEqual([])
  },
)

nativeOnly.test('a change of the moment in which the last poll read is not missed: polls overlap', async () => {
  await later(1)
  const { tenantId, sync } = await newAccount({ double, settings: { crmSync: { pageSize: 10 } } })
  await sync('full')
  await later(60)
  const [first, second] = [...double.store.jobs.values()].slice(20)
  double.office.editJob(first?.id ?? '', { description: 'First' })
  // Written at the same second, and not to be seen in the list yet when it is read.
  const stamp = second?.updated_at ?? ''
  await sync('poll')
  double.office.editJob(second?.id ?? '', { description: 'Second' })
  if (second) second.updated_at = first?.updated_at ?? stamp
  double.store.version += 1
  await later(9)
  await sync('poll')
  const [row] = await admin`
    select count(*)::int as found from context.customer_job_history
    where tenant_id = ${tenantId} and description in ('First', 'Second')`
  expect(row).toEqual({ found: 2 })
})

nativeOnly.test('a poll reads line items within its budget, newest first, and the next one goes on', async () => {
  await later(1)
  const { sync } = await newAccount({ double, settings: { crmSync: { pageSize: 100, pollLineItems: 7 } } })
  double.requests.length = 0
  await later(60)
  for (const job of [...double.store.jobs.values()].slice(0, 10)) double.office.addNote(job.id, 'Line items changed')
  await sync('poll')
  expect(asked(/line_items/)).toHaveLength(7)
  await later(15)
  await sync('poll')
  expect(new Set(asked(/line_items/)).size).toBe(asked(/line_items/).length)
})

nativeOnly.test(
  'what HousecallPro stamps with a time to come does not keep the next poll from seeing changes',
  async () => {
    await later(1)
    const { tenantId, sync } = await newAccount({ double })
    await sync('full')
    await later(60)
    const [odd, even] = [...double.store.jobs.values()].slice(30)
    double.office.editJob(odd?.id ?? '', { description: 'Odd' })
    if (odd) odd.updated_at = '2031-01-01T00:00:00Z'
    await sync('poll')
    await later(30)
    double.office.editJob(even?.id ?? '', { description: 'Even' })
    await sync('poll')
    const [row] = await admin`
    select count(*)::int as found from context.customer_job_history where tenant_id = ${tenantId} and description = 'Even'`
    expect(row).toEqual({ found: 1 })
    if (odd) odd.updated_at = even?.updated_at ?? ''
    double.store.version += 1
  },
)

nativeOnly.test(
  'while HousecallPro fails the run rests, its breaker shows in the account’s health, and it goes on by itself',
  async () => {
    await later(1)
    const { tenantId, api, crm, sync, run } = await newAccount({ double })
    double.next({ path: /^\/customers\?/, status: 503, times: 5 })
    const resting = await sync('full')
    expect(resting).toMatchObject({ state: 'paused', failures: 1 })
    expect((await crm.housecall()).breaker()).toMatchObject({ consecutiveFailures: 4 })
    await later(1)
    expect(await run(resting.id)).toMatchObject({ state: 'paused' })
    expect(await api.listCrmHealth({ tenantId })).toMatchObject([
      { state: 'open', failures: 5, lastError: 'unavailable' },
    ])
  },
)
