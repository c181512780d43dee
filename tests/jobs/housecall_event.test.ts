import { beforeAll, expect, test } from 'bun:test'
import type { JobDefinition } from '../../jobs/definition.ts'
import { housecallEvent } from '../../jobs/housecall_event.ts'
import type { Sql } from '../../src/db/connect.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { startQueue } from '../../src/queue/boss.ts'
import { drain } from '../../src/queue/drain.ts'
import { testDatabase } from '../fixtures/database.ts'
import { jobOf, type Raw, rawCustomer, rawJob } from '../functions/crm/housecall.ts'
import { shopOf } from '../functions/crm/housecall-shop.ts'
import { keptLogger, queueApi } from './queue-fixture.ts'

let admin: Sql
let worker: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  worker = database.worker
  api = createApi(database.edge)
}, 60_000)

const newShop = () => shopOf(admin, api, createApi(worker))
const event = (name: string, at: string, job: Raw): Raw => ({
  event: name,
  event_occurred_at: at,
  company_id: 'company-x',
  job,
})

/** Works on the waiting events of one tenant; jobs that other tests left behind are not this test's. */
async function work(tenantId: string, deps = { api: createApi(worker) }) {
  await admin`delete from pgboss.job where name = 'housecall_event' and data ->> 'tenantId' <> ${tenantId}`
  const { logger } = keptLogger()
  const queue = await startQueue({ sql: worker, logger })
  const options = { api: queueApi(worker), logger, maxJobs: 20, deadlineMs: 20_000 }
  try {
    return await drain(queue, [housecallEvent(deps) as JobDefinition], options)
  } finally {
    await queue.boss.stop({ graceful: false })
  }
}

test('an event that cannot be read is in the dead letters at once, with what is wrong; retried once mended, it is applied', async () => {
  const { tenantId, receive } = await newShop()
  const raw = rawJob(rawCustomer())
  const { eventId } = await receive(event('job.updated', '2026-02-01T00:00:00Z', { ...raw, work_status: 'asleep' }))
  await createApi(worker).processCrmInbox({ tenantId, eventId: eventId ?? '' })
  expect(await work(tenantId)).toMatchObject({ ok: 0, dead: 1 })
  const [letter] = await api.listDeadLetters({ tenantId })
  expect(letter).toMatchObject({
    queue: 'housecall_event',
    lastErrorClass: 'PermanentJobError',
    lastError: 'job.updated: missing or of the wrong type: work_status',
  })
  await admin`
    update crm.webhook_events set payload = jsonb_set(payload, '{job,work_status}', '"completed"')
    where tenant_id = ${tenantId} and id = ${eventId}`
  await api.retryDeadLetter({ tenantId, jobId: letter?.jobId ?? '' })
  expect(await work(tenantId)).toMatchObject({ ok: 1 })
  expect(await jobOf(admin, tenantId, raw)).toMatchObject({ work_status: 'completed' })
})

test('a failure that may pass is tried again, not given up', async () => {
  const { tenantId, receive } = await newShop()
  const raw = rawJob(rawCustomer(), { total_amount: 'much' })
  const { eventId } = await receive(event('job.updated', '2026-02-01T00:00:00Z', raw))
  await createApi(worker).processCrmInbox({ tenantId, eventId: eventId ?? '' })
  const failing = async () => ({
    resource: 'job',
    outcomes: { '40P01': 1 },
    failures: [{ eventId: eventId ?? '', name: 'job.updated', code: '40P01', reason: null }],
  })
  const report = await work(tenantId, { api: { processHousecallEvent: failing } as never })
  expect(report).toMatchObject({ ok: 0, failed: 1, dead: 0 })
  const [job] =
    await admin`select state from pgboss.job where name = 'housecall_event' and data ->> 'tenantId' = ${tenantId}`
  expect(job?.state).toBe('retry')
})
