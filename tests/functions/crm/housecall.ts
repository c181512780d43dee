import { housecallPhones } from '../../../src/crm/housecall/phones.ts'
import type { Sql } from '../../../src/db/connect.ts'
import type { Api } from '../../../src/db/generated.ts'
import { serial } from '../../fixtures/numbers.ts'

/** A customer, or part of one, as HousecallPro sends it. */
export type Raw = Record<string, unknown>

/** A customer that nobody has yet; ten digits as HousecallPro writes them. */
export const rawCustomer = (facts: Raw = {}): Raw => ({
  id: `cus_${serial('housecall')}`,
  first_name: 'Ann',
  last_name: 'Archer',
  email: null,
  mobile_number: null,
  home_number: null,
  work_number: null,
  company: null,
  tags: [],
  lead_source: null,
  notes: null,
  addresses: [],
  created_at: '2024-03-09T15:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  ...facts,
})

/** A completed job of a customer, who is inside it without addresses. */
export const rawJob = (customer: Raw, facts: Raw = {}): Raw => {
  const { addresses: _, ...inside } = customer
  return {
    id: `job_${serial('housecall')}`,
    invoice_number: '1001',
    description: 'Kitchen drain is clogged',
    customer: inside,
    address: null,
    notes: [],
    work_status: 'complete unrated',
    work_timestamps: { on_my_way_at: null, started_at: null, completed_at: '2026-01-05T16:00:00Z' },
    schedule: { scheduled_start: '2026-01-05T14:00:00Z', scheduled_end: '2026-01-05T16:00:00Z', arrival_window: 60 },
    total_amount: 18_900,
    subtotal: 18_900,
    outstanding_balance: 0,
    assigned_employees: [{ id: 'pro_1', first_name: 'Mike', last_name: 'Torres' }],
    tags: [],
    lead_source: null,
    job_fields: { job_type: null, business_unit: null },
    canceled_at: null,
    deleted_at: null,
    created_at: '2026-01-02T00:00:00Z',
    updated_at: '2026-01-05T16:00:00Z',
    ...facts,
  }
}

/** Takes in records for a tenant as a sync does: with the telephone numbers normalised beside them. */
export const intakeOf = (api: Api, tenantId: string) => ({
  customers: (customers: unknown[], seenAt?: string) =>
    api.ingestHousecallCustomers({ tenantId, customers, phones: housecallPhones(customers), seenAt: seenAt ?? null }),
  jobs: (jobs: unknown[], seenAt?: string) =>
    api.ingestHousecallJobs({ tenantId, jobs, phones: housecallPhones(jobs), seenAt: seenAt ?? null }),
})

/** Whose a record is. */
export async function ownerOf(admin: Sql, tenantId: string, customer: Raw): Promise<string> {
  const [row] = await admin`
    select customer_id from identity.customer_identities
    where tenant_id = ${tenantId} and type = 'housecall_pro_id' and value = ${String(customer.id)}`
  return row?.customer_id
}

/** The numbers and addresses of a customer, primary ones marked with a star. */
export const valuesOf = async (admin: Sql, customerId: string): Promise<string[]> =>
  [
    ...(await admin`
      select value || case when is_primary then '*' else '' end as value from identity.customer_identities
      where customer_id = ${customerId} and type in ('phone', 'email') order by type desc, value`),
  ].map((row) => row.value)

/** The one job with an id of HousecallPro. */
export async function jobOf(admin: Sql, tenantId: string, job: Raw) {
  const [row] = await admin`
    select * from context.customer_job_history where tenant_id = ${tenantId} and housecall_pro_job_id = ${String(job.id)}`
  return row
}
