import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let edge: Sql
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  edge = database.edge
})

test('x', async () => {
  const { tenantId } = await newTenant(admin)
  const job = {
    id: 'job_1',
    customer: { id: 'cus_1', first_name: 'Ann', mobile_number: '6175550123', email: 'A@b.co' },
    address: { id: 'adr_1', street: '1 Elm', zip: '02139' },
    work_status: 'complete rated',
    total_amount: 12345,
    schedule: { scheduled_start: '2026-01-02T10:00:00Z' },
    updated_at: '2026-01-03T00:00:00Z',
    description: 'clogged drain',
    assigned_employees: [{ id: 'pro_1', first_name: 'Mike', last_name: 'T' }],
    notes: [{ id: 'n', content: 'ok' }],
    tags: ['vip'],
  }
  const [row] =
    await edge`select api.ingest_housecall_jobs(${tenantId}, ${[job] as never}, ${{ '6175550123': '+16175550123' } as never}) as r`
  console.log(row)
  console.log(await admin`select * from context.customer_job_history where tenant_id = ${tenantId}`)
  console.log(await admin`select * from identity.customers where tenant_id = ${tenantId}`)
  console.log(
    await admin`select type, value, is_primary, verified_by from identity.customer_identities where tenant_id = ${tenantId}`,
  )
  console.log(await admin`select * from context.customer_context where tenant_id = ${tenantId}`)
  console.log(
    await admin`select street, job_count, last_service_date, last_service_type from context.customer_addresses where tenant_id = ${tenantId}`,
  )
  expect(1).toBe(1)
})
