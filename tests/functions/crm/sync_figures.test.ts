import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
})
afterAll(() => resetClock(admin))

const figureOf = async (name: string, labels: object) =>
  Number(
    (await api.getMetrics()).find((row) => row.name === name && JSON.stringify(row.labels) === JSON.stringify(labels))
      ?.value ?? 0,
  )

/** A reading of a customer whose one request fails `failures` times and which takes so long. */
async function customerSync(tenantId: string, seconds: number, failures = 0): Promise<void> {
  const begin = Date.now()
  await setClock(admin, new Date(begin))
  const { id: runId } = await api.startCustomerSync({
    tenantId,
    housecallProId: `cus_${begin}${seconds}`,
    requestedBy: 'test',
  })
  const run = { tenantId, runId }
  for (let n = 0; n < failures; n += 1) {
    const next = await api.claimSyncStep(run)
    if (next.action === 'fetch')
      await api.recordSyncFailure({ ...run, claimId: next.claimId, step: next.step, code: 'timed_out' })
    await admin`update crm.sync_runs set resume_at = ops.now() where id = ${runId}`
  }
  const next = await api.claimSyncStep(run)
  if (next.action !== 'fetch') throw new Error('it does not fetch')
  await setClock(admin, new Date(begin + seconds * 1000))
  await api.recordSyncFailure({ ...run, claimId: next.claimId, step: next.step, code: 'rejected' })
  await resetClock(admin)
}

test('how long syncs took and how many of their requests failed are metrics that do not fall when old syncs are pruned', async () => {
  const { tenantId } = await newTenant(admin)
  await api.announceCrmAccount({ tenantId })
  const kind = 'customer'
  const within = (le: string) => figureOf('hcp_sync_duration_seconds_bucket', { le, kind })
  const read = async () => ({
    five: await within('5'),
    minute: await within('60'),
    all: await within('+Inf'),
    count: await figureOf('hcp_sync_duration_seconds_count', { kind }),
    seconds: await figureOf('hcp_sync_duration_seconds_sum', { kind }),
    failures: await figureOf('hcp_sync_failures_total', { kind }),
  })
  const before = await read()
  await customerSync(tenantId, 2)
  await customerSync(tenantId, 40, 2)
  const after = await read()
  expect(after).toEqual({
    five: before.five + 1,
    minute: before.minute + 2,
    all: before.all + 2,
    count: before.count + 2,
    seconds: expect.closeTo(before.seconds + 42, 0),
    failures: before.failures + 4,
  })

  await setClock(admin, new Date(Date.now() + 31 * 86_400_000))
  expect((await api.prune({ retentionDays: 30 })).syncs).toBeGreaterThanOrEqual(2)
  await resetClock(admin)
  expect(await api.listCrmSyncs({ tenantId })).toEqual([])
  expect(await read()).toEqual(after)
})

test('an account that turns its key away degrades the health, and is counted in it', async () => {
  const { tenantId } = await newTenant(admin)
  const record = (state: string) => api.recordCrmHealth({ tenantId, provider: 'housecall', companyId: '', state })
  const accounts = async () =>
    ((await api.getHealth()) as unknown as { crm: { housecall: Record<string, number> } }).crm.housecall
  await record('unauthorised')
  expect(await api.getHealth()).toMatchObject({ status: 'degraded' })
  const refused = (await accounts()).unauthorised ?? 0
  expect(refused).toBeGreaterThan(0)
  expect(await figureOf('rapport_crm_accounts', { state: 'unauthorised', provider: 'housecall' })).toBe(refused)
  await record('closed')
  expect((await accounts()).unauthorised ?? 0).toBe(refused - 1)
})
