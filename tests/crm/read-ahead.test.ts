import { afterAll, afterEach, beforeAll, expect, spyOn, test } from 'bun:test'
import { runSync, type SyncApi } from '../../src/crm/sync/run-sync.ts'
import type { Sql } from '../../src/db/connect.ts'
import { type HousecallDouble, startHousecallDouble } from '../fakes/housecall.ts'
import { fillBusiness } from '../fakes/housecall-business.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { type Account, newAccount } from './sync-fixture.ts'

let admin: Sql
let double: HousecallDouble
beforeAll(async () => {
  admin = (await testDatabase()).admin
  double = await startHousecallDouble()
  fillBusiness(double.store, { customers: 25, jobs: 25, until: new Date() })
})
afterEach(() => resetClock(admin))
afterAll(() => double.stop())

/** The pages of both lists in the order in which they were asked for, e.g. `jobs 2`. */
const lists = () => double.requests.map(({ target }) => pageOf(target)).filter((page) => page !== null)
const pageOf = (target: string) => {
  const [path, query] = target.split('?')
  return path === '/customers' || path === '/jobs' ? `${path.slice(1)} ${new URLSearchParams(query).get('page')}` : null
}
/** Resolves once a page is asked for. */
const askedFor = (page: string) =>
  new Promise<void>((resolve) => {
    double.onRequest(({ target }) => {
      if (pageOf(target) === page) resolve()
    })
  })

type RecordPage = SyncApi['recordSyncPage']
interface Around {
  /** what happens when a page has come and is to be taken in */
  around: (record: () => ReturnType<RecordPage>, account: Account) => ReturnType<RecordPage>
  byNight?: boolean
  sliceMs?: number
}

/** Begins a full sync of a new tenant, three pages of customers and three of jobs, and works on it once. */
async function syncOnce({ around, byNight = false, ...options }: Around) {
  const account = await newAccount({ double })
  const { tenantId, api, crm } = account
  double.requests.length = 0
  const { id: runId } = await api.startCrmSync({ tenantId, kind: 'full', requestedBy: 'test', byNight })
  const signal = new AbortController().signal
  const recordSyncPage: RecordPage = (args) => around(() => api.recordSyncPage(args), account)
  await runSync({ api: { ...api, recordSyncPage }, crm }, { tenantId, runId, signal, ...options })
  return { ...account, runId, sync: await api.getCrmSync({ tenantId, runId }) }
}

test('the page that follows is asked for while one is taken in, and none twice', async () => {
  const { sync } = await syncOnce({
    around: async (record) => {
      // It is not let through before the third is asked for.
      if (lists().at(-1) === 'jobs 2') await askedFor('jobs 3')
      return record()
    },
  })
  expect(sync).toMatchObject({ state: 'done', counts: { customers: 25, jobs: 25 }, failures: 0 })
  expect(lists()).toEqual(['customers 1', 'customers 2', 'customers 3', 'jobs 1', 'jobs 2', 'jobs 3'])
  expect(Math.max(...double.counts().values())).toBe(1)
})

nativeOnly.test(
  'a page that could not be read ahead is told of once, when it is its turn, and read later',
  async () => {
    const { sync, runId, run } = await syncOnce({
      around: (record) => {
        if (lists().at(-1) === 'jobs 2') double.next({ path: /^\/jobs\?.*page=3\b/, status: 503, times: 4 })
        return record()
      },
    })
    expect(sync).toMatchObject({ state: 'paused', failures: 1, counts: { customers: 25, jobs: 20 } })
    await setClock(admin, new Date(Date.now() + 60_000))
    expect(await run(runId)).toMatchObject({ state: 'done', counts: { jobs: 25 } })
  },
)

nativeOnly.test('a slice that is over takes in the page that was read ahead before it hands the run back', async () => {
  let isOver = false
  let afterwards = 0
  const clock = spyOn(performance, 'now').mockImplementation(() => (isOver ? 2000 : 0))
  try {
    const { sync, runId, run } = await syncOnce({
      sliceMs: 1000,
      around: async (record) => {
        if (isOver) afterwards += 1
        const next = await record()
        if (lists().includes('jobs 2')) isOver = true
        return next
      },
    })
    expect(sync).toMatchObject({ state: 'queued' })
    // One more page than the one that it was at, which had been asked for, and nothing after it.
    expect(afterwards).toBe(1)
    expect(await run(runId)).toMatchObject({ state: 'done', counts: { jobs: 25 } })
    expect(Math.max(...double.counts().values())).toBe(1)
  } finally {
    clock.mockRestore()
  }
})

nativeOnly.test(
  'a run that is stopped lets go of the page ahead, and one with a budget of requests reads none',
  async () => {
    const stopped = await syncOnce({
      around: async (record, { tenantId, api }) => {
        if (lists().at(-1) === 'jobs 2') await api.stopCrmSyncs({ tenantId })
        return record()
      },
    })
    expect(stopped.sync).toMatchObject({ state: 'stopped', counts: { customers: 25, jobs: 10 } })

    // Two in the morning in New York.
    await setClock(admin, new Date('2026-11-22T07:00:00Z'))
    let ahead = 0
    const { sync } = await syncOnce({
      byNight: true,
      around: async (record) => {
        const before = lists().length
        const next = await record()
        // As long as a request takes.
        for (let n = 0; n < 3; n += 1) await fetch(`${double.url}/nothing`)
        ahead += lists().length - before
        return next
      },
    })
    expect(sync).toMatchObject({ state: 'done' })
    expect(ahead).toBe(0)
  },
)
