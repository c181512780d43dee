import { expect, test } from 'bun:test'
import { testDatabase } from '../fixtures/database.ts'
import { newAccount } from './sync-fixture.ts'

test('a full sync fills an empty tenant with everything that the account holds', async () => {
  const { admin } = await testDatabase()
  const account = await newAccount({ customers: 25, jobs: 60 })
  const { tenantId, double } = account
  const done = await account.sync('full')
  expect(done).toMatchObject({ state: 'done', progress: 1, failures: 0, error: null })
  console.log(done)
  const [rows] = await admin`
    select
      (select count(*)::int from crm.housecall_customers where tenant_id = ${tenantId}) as customers,
      (select count(*)::int from context.customer_job_history where tenant_id = ${tenantId}) as jobs,
      (select count(*)::int from context.job_items where tenant_id = ${tenantId}) as items,
      (select count(*)::int from crm.estimates where tenant_id = ${tenantId}) as estimates,
      (select count(*)::int from crm.leads where tenant_id = ${tenantId}) as leads,
      (select count(*)::int from crm.invoices where tenant_id = ${tenantId}) as invoices`
  expect(rows).toEqual({
    customers: 25,
    jobs: 60,
    items: [...double.store.jobs.values()].reduce((sum, job) => sum + job.line_items.length, 0),
    estimates: double.store.estimates.size,
    leads: double.store.leads.size,
    invoices: double.store.invoices.size,
  })
  await double.stop()
})
