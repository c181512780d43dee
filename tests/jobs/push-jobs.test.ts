import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { jobJson } from '../fakes/housecall-json.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { startPushing } from './push-fixture.ts'

let pushing: Awaited<ReturnType<typeof startPushing>>
beforeAll(async () => {
  pushing = await startPushing({ timeoutMs: 300 })
})
afterAll(() => pushing.close())
afterEach(() => pushing.reset())

/** A linked customer of a tenant that lets jobs go to HousecallPro, with an address that is there. */
async function linked(settings: Record<string, unknown> = { pushJobs: true }) {
  const one = await pushing.linked()
  await pushing.admin`update tenancy.tenants set settings = ${pushing.admin.json(settings as never)} where id = ${one.tenantId}`
  const { addressId } = await pushing.api.addAddress({
    tenantId: one.tenantId,
    customerId: one.customerId,
    address: { street: '12 Elm St', city: 'Cambridge', zip: '02139' },
  })
  const create = (job: Record<string, unknown> = {}, idempotencyKey?: string) =>
    pushing.api.createJob({
      tenantId: one.tenantId,
      customerId: one.customerId,
      job: { description: 'The tap drips', addressId, ...job },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    })
  const remoteJobs = () => [...pushing.housecall.store.jobs.values()].filter((job) => job.customer_id === one.remoteId)
  const localJobs = async () =>
    pushing.admin`
      select id, housecall_pro_job_id as "remoteId", work_status as status from context.customer_job_history
      where tenant_id = ${one.tenantId}`
  const jobPush = async () => (await one.pushes()).find(({ kind }) => kind === 'job')
  return { ...one, create, remoteJobs, localJobs, jobPush }
}

describe('a job that was made here', () => {
  test('is made at HousecallPro with its items, once, and known by its id from then on', async () => {
    const one = await linked()
    const made = await one.create({ scheduledStart: '2030-05-01T13:00:00Z', scheduledEnd: '2030-05-01T15:00:00Z' }, 'a')
    expect(
      await one.create({ scheduledStart: '2030-05-01T13:00:00Z', scheduledEnd: '2030-05-01T15:00:00Z' }, 'a'),
    ).toEqual(made)
    expect(made.crm).toBe('queued')
    const item = { name: 'New tap', kind: 'material', quantity: 2, unitPrice: 49.5 }
    await pushing.api.addJobItem({ tenantId: one.tenantId, jobId: made.jobId, item })
    await one.run()
    expect(one.remoteJobs()).toHaveLength(0)
    await pushing.pass(61)
    await one.run()
    await one.run()
    const [job, ...others] = one.remoteJobs()
    expect(others).toEqual([])
    expect(job?.schedule?.scheduled_start).toStartWith('2030-05-01T13:00:00')
    expect(JSON.stringify(job?.notes)).toContain('The tap drips')
    expect(
      pushing.housecall.requests.find(({ method, path }) => method === 'POST' && path === '/jobs')?.body,
    ).toContain('"unit_price":4950')
    expect(await one.localJobs()).toMatchObject([{ id: made.jobId, remoteId: job?.id, status: 'scheduled' }])
  })

  test('whose answer was lost is found again by its mark, and not made twice', async () => {
    const one = await linked()
    await one.create()
    await one.run()
    await pushing.pass(61)
    pushing.housecall.next({ method: 'POST', path: /\/jobs$/, status: 500, afterEffect: true })
    await one.run()
    expect(await one.jobPush()).toMatchObject({ state: 'unknown' })
    await pushing.pass(121)
    await one.run()
    expect(await one.jobPush()).toMatchObject({ state: 'done' })
    expect(one.remoteJobs()).toHaveLength(1)
    expect(await one.localJobs()).toMatchObject([{ remoteId: one.remoteJobs()[0]?.id }])
  })

  nativeOnly.test('and that came back as an event before its answer is one job afterwards', async () => {
    const one = await linked()
    const { jobId } = await one.create()
    await pushing.api.recordJobEvent({ tenantId: one.tenantId, jobId, event: { kind: 'note', note: 'Ring twice.' } })
    await one.run()
    await pushing.pass(61)
    pushing.housecall.next({ method: 'POST', path: /\/jobs$/, status: 500, afterEffect: true })
    await one.run()
    const [remote] = one.remoteJobs()
    await pushing.api.ingestHousecallJobs({
      tenantId: one.tenantId,
      jobs: [remote && jobJson(pushing.housecall.store, remote)],
    })
    expect(await one.localJobs()).toHaveLength(2)
    await pushing.pass(121)
    await one.run()
    expect(await one.localJobs()).toMatchObject([{ id: jobId, remoteId: remote?.id }])
  })

  nativeOnly.test('waits for its address to be there', async () => {
    const one = await linked()
    const { addressId } = await pushing.api.addAddress({
      tenantId: one.tenantId,
      customerId: one.customerId,
      address: { street: '9 Oak Ave', zip: '02140' },
    })
    await one.create({ addressId })
    pushing.housecall.next({ method: 'POST', path: /addresses$/, status: 503, times: 2 })
    await pushing.pass(61)
    await one.run()
    expect(one.remoteJobs()).toHaveLength(0)
    expect(await one.jobPush()).toMatchObject({ state: 'queued', reason: 'its address is not at HousecallPro yet' })
    await pushing.pass(300)
    await one.run()
    await pushing.pass(300)
    await one.run()
    expect(one.remoteJobs()).toHaveLength(1)
  })

  test.each([
    ['off', {}],
    ['off', { pushJobs: false }],
  ])('stays here while the tenant has not said that it may go (%s)', async (crm, settings) => {
    const one = await linked(settings)
    expect((await one.create()).crm).toBe(crm as 'off')
    expect(await one.jobPush()).toBeUndefined()
  })

  nativeOnly.test('that HousecallPro has takes items no more, and its notes go there', async () => {
    const one = await linked()
    const { jobId } = await one.create()
    await one.run()
    await pushing.pass(61)
    await one.run()
    const item = { name: 'New tap' }
    const refused = await pushing.api.addJobItem({ tenantId: one.tenantId, jobId, item }).catch((error) => error)
    expect(refused).toMatchObject({ code: 'RP004', constraint_name: 'crm_job' })
    const event = { kind: 'note', note: 'The customer asks for a brass tap.' }
    expect((await pushing.api.recordJobEvent({ tenantId: one.tenantId, jobId, event })).crm).toBe('queued')
    await one.run()
    expect(JSON.stringify(one.remoteJobs()[0]?.notes)).toContain('brass tap')
  })
})
