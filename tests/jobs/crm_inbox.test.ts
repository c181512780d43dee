import { beforeAll, expect, test } from 'bun:test'
import { crmInbox } from '../../jobs/crm_inbox.ts'
import type { Sql } from '../../src/db/connect.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { testDatabase } from '../fixtures/database.ts'
import { failureOf } from '../fixtures/failure.ts'
import { jobOf, type Raw, rawCustomer, rawJob } from '../functions/crm/housecall.ts'
import { shopOf } from '../functions/crm/housecall-shop.ts'
import { keptLogger } from './queue-fixture.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.worker)
}, 60_000)

const newShop = () => shopOf(admin, api, api)
const updated = (day: number, job: Raw): Raw => {
  const at = `2026-02-${String(day).padStart(2, '0')}T00:00:00Z`
  return { event: 'job.updated', event_occurred_at: at, company_id: 'company-x', job: { ...job, updated_at: at } }
}
const contextOf = () => {
  const { logger, lines } = keptLogger()
  const signal = new AbortController().signal
  return {
    lines,
    context: { jobId: crypto.randomUUID(), queue: 'crm_inbox', attempt: 1, isLastAttempt: false, signal, logger },
  }
}
const work = async (deps: Parameters<typeof crmInbox>[0]['api'] = api) => {
  const { context, lines } = contextOf()
  await crmInbox({ api: deps }).handle(null, context)
  return lines
}
const open = (tenantId: string) =>
  admin`select outcome from crm.webhook_events where tenant_id = ${tenantId} and processed_at is null`
const retries = (tenantId: string) =>
  admin`select data from pgboss.job where name = 'housecall_event' and data ->> 'tenantId' = ${tenantId} and state < 'active'`

test('works on what waits of all tenants, events of one record in their order, and logs no personal data', async () => {
  const shops = await Promise.all([newShop(), newShop()])
  const jobs = [rawJob(rawCustomer()), rawJob(rawCustomer())]
  for (const { receive } of shops)
    for (const job of jobs)
      for (const day of [3, 1, 2]) await receive(updated(day, { ...job, description: `gate code 471${day}` }))
  const lines = await work()
  for (const { tenantId } of shops) {
    for (const job of jobs) expect(await jobOf(admin, tenantId, job)).toMatchObject({ description: 'gate code 4713' })
    expect(await open(tenantId)).toHaveLength(0)
    // One call did all three of a record.
    expect(lines.filter((line) => line.includes(tenantId))).toHaveLength(2)
    expect(await retries(tenantId)).toHaveLength(0)
  }
  for (const personal of ['Archer', 'gate code']) expect(lines.join()).not.toContain(personal)
})

test('gives an event that fails a job of its own, once, does not come back to it, and applies the others', async () => {
  const { tenantId, receive } = await newShop()
  const [bad, good] = [rawJob(rawCustomer()), rawJob(rawCustomer())]
  const { eventId } = await receive(updated(1, { ...bad, work_status: 'asleep' }))
  await receive(updated(1, good))
  const lines = await work()
  expect(lines.filter((line) => line.includes('housecall_event_failed') && line.includes(tenantId))).toHaveLength(1)
  await work()
  expect(await jobOf(admin, tenantId, good)).toBeDefined()
  expect((await open(tenantId)).map(({ outcome }) => outcome)).toEqual(['RP003'])
  expect((await retries(tenantId)).map(({ data }) => data)).toEqual([{ tenantId, eventId }])
})

test('an event whose whole call fails gets a job of its own, is not come back to, and keeps no other record waiting', async () => {
  const { tenantId, receive } = await newShop()
  const [bad, good] = [rawJob(rawCustomer()), rawJob(rawCustomer())]
  const events = [await receive(updated(1, bad)), await receive(updated(2, bad))]
  await receive(updated(1, good))
  const tried: string[] = []
  const lines = await work({
    ...api,
    processCrmInbox: async (event: { tenantId: string; eventId: string }) => {
      if (event.tenantId === tenantId) tried.push(event.eventId)
      if (!events.some(({ eventId }) => eventId === event.eventId)) return api.processCrmInbox(event)
      throw Object.assign(new Error('the gate opens with sesame'), { code: '22P02' })
    },
  })
  expect(tried).toHaveLength(2)
  expect(await jobOf(admin, tenantId, good)).toBeDefined()
  expect((await open(tenantId)).map(({ outcome }) => outcome)).toEqual(['22P02', '22P02'])
  expect((await retries(tenantId)).map(({ data }) => data)).toEqual([{ tenantId, eventId: events[0]?.eventId }])
  expect(lines.filter((line) => line.includes('housecall_events_failed') && line.includes('22P02'))).toHaveLength(1)
  expect(lines.join()).not.toContain('sesame')
  // What its job does once it can.
  const { outcomes } = await api.processHousecallEvent({ tenantId, eventId: events[0]?.eventId ?? '' })
  expect(outcomes).toEqual({ applied: 2 })
  expect(await open(tenantId)).toHaveLength(0)
})

test('where that cannot even be written down it goes on with other records, and then fails, so that the queue tries again', async () => {
  const { tenantId, receive } = await newShop()
  const jobs = [rawJob(rawCustomer()), rawJob(rawCustomer())]
  const [first] = await Promise.all(jobs.map((job) => receive(updated(1, job))))
  const failing = {
    ...api,
    processCrmInbox: (event: { tenantId: string; eventId: string }) =>
      event.eventId === first?.eventId ? Promise.reject(new Error('away')) : api.processCrmInbox(event),
    failCrmInbox: () => Promise.reject(new Error('still away')),
  }
  expect(await failureOf(work(failing))).toMatchObject({ message: 'still away' })
  expect(await open(tenantId)).toHaveLength(1)
  await work()
  expect(await open(tenantId)).toHaveLength(0)
})

test('works a long backlog off in slices: it ends in time and sees to it that another one follows', async () => {
  let woken = 0
  const endless = {
    listCrmInbox: async () => [{ tenantId: crypto.randomUUID(), eventId: crypto.randomUUID() }],
    processCrmInbox: async () => ({ resource: 'job', outcomes: {}, failures: [] }),
    failCrmInbox: async () => 0,
    wakeCrmInbox: async () => {
      woken += 1
      return true
    },
  }
  await crmInbox({ api: endless }, 20).handle(null, contextOf().context)
  expect(woken).toBe(1)
})

test('is woken once for what came before it is taken up', async () => {
  await admin`delete from pgboss.job where name = 'crm_inbox'`
  expect(await api.wakeCrmInbox()).toBe(true)
  expect(await api.wakeCrmInbox()).toBe(false)
  expect(await admin`select from pgboss.job where name = 'crm_inbox'`).toHaveLength(1)
})

test('tenants take turns in what is listed', async () => {
  const [busy, quiet] = await Promise.all([newShop(), newShop()])
  for (let n = 0; n < 5; n += 1) await busy.receive(updated(1, rawJob(rawCustomer())))
  const last = await quiet.receive(updated(1, rawJob(rawCustomer())))
  const mine = (await api.listCrmInbox({ limit: 1000 })).filter(({ tenantId }) =>
    [busy.tenantId, quiet.tenantId].includes(tenantId ?? ''),
  )
  expect(mine).toHaveLength(6)
  expect(mine.findIndex(({ eventId }) => eventId === last.eventId)).toBeLessThan(2)
  await work()
})
