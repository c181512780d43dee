import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { seeded } from '../../fakes/seeded.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly, testServer } from '../../fixtures/lane.ts'
import { crmStateOf } from './crm-state.ts'
import { shopOf } from './housecall-shop.ts'
import { housecallStory } from './housecall-story.ts'

let admin: Sql
let api: Api
let workerApi: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  workerApi = createApi(database.worker)
}, 60_000)

/** Applies events as they arrive, some at a time, to a tenant of its own; returns what became of it. */
async function stateAfter(arriving: { body: string }[], batch: () => number): Promise<Record<string, string[]>> {
  const { tenantId, receive, process } = await shopOf(admin, api, workerApi)
  const waiting: (string | null)[] = []
  for (const { body } of arriving) {
    const { outcome, eventId } = await receive(JSON.parse(body))
    if (outcome === 'stored') waiting.push(eventId)
    if (waiting.length >= batch()) for (const id of waiting.splice(0)) await process(id)
  }
  for (const id of waiting) await process(id)
  expect(await api.verifyCrmTotals({ tenantId })).toMatchObject({ wrongCustomers: 0, wrongAddresses: 0 })
  const open = await admin`
    select kind, outcome from crm.webhook_events where tenant_id = ${tenantId} and processed_at is null`
  expect([...open]).toEqual([])
  return crmStateOf(admin, tenantId)
}

// Some 1,200 events for 60 jobs: the embedded engine takes its time.
const JOBS = testServer ? 60 : 3
for (const seed of testServer ? [1, 2, 3] : [1]) {
  test(`the events of ${JOBS} jobs, in any order and repeated, end in the same rows as in order (seed ${seed})`, async () => {
    const story = housecallStory(seed, JOBS)
    const chance = seeded(seed * 1000)
    const inOrder = await stateAfter(story, () => 1)
    expect(inOrder['context.customer_job_history']).toHaveLength(JOBS)
    expect(
      Object.entries(inOrder)
        .filter(([, rows]) => rows.length === 0)
        .map(([table]) => table),
    ).toEqual(expect.not.arrayContaining(['crm.invoices', 'crm.estimates', 'crm.appointments', 'identity.customers']))
    const repeated = story.flatMap((each) => (chance.happens(0.3) ? [each, each] : [each]))
    const mixed = await stateAfter(chance.shuffle(repeated), () => 1 + chance.below(8))
    for (const [table, rows] of Object.entries(inOrder)) expect([table, mixed[table]]).toEqual([table, rows])
  }, 180_000)
}

nativeOnly.test(
  'ten workers at once, each event delivered three times at the same moment, end in the same rows too',
  async () => {
    const story = housecallStory(4, 30)
    const inOrder = await stateAfter(story, () => 1)
    const { tenantId, receive, process } = await shopOf(admin, api, workerApi)
    const arriving = seeded(4).shuffle(story)
    const outcomes: string[] = []
    while (arriving.length > 0) {
      const some = arriving.splice(0, 10)
      await Promise.all(
        some.map(async ({ body }) => {
          const received = await Promise.all([1, 2, 3].map(() => receive(JSON.parse(body))))
          outcomes.push(...received.map(({ outcome }) => outcome))
          await process(received.find(({ eventId }) => eventId)?.eventId ?? null)
        }),
      )
    }
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(story.length)
    const state = await crmStateOf(admin, tenantId)
    for (const [table, rows] of Object.entries(inOrder)) expect([table, state[table]]).toEqual([table, rows])
  },
  180_000,
)
