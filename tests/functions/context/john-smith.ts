import type { Sql } from '../../../src/db/connect.ts'
import { newCustomer } from '../../fixtures/tenant.ts'

/** The instant at which John Smith's water heater is twelve years old. */
export const NOW = '2024-12-10T15:00:00Z'

/** The prompt that the requirements give as the example of their section 3.2, to the byte. */
export const EXAMPLE = `## Customer Profile
Name: John Smith
Phone: (617) 555-1234
Email: john@example.com
Customer since: March 2022
Lifetime value: $2,450 (8 jobs)
Membership: Family Discount (expires Dec 2025)

## Properties
1. 123 Main St, Quincy, MA 02169
   - Water heater: Tank, 12 years old (Rheem) - RECOMMEND REPLACEMENT
   - Known issues: Tree roots in sewer line
   - Last service: Drain cleaning, Nov 2024

## Recent Service History
- Nov 2024: Drain cleaning - $189
- Aug 2024: Faucet repair - $145
- Mar 2024: Water heater flush - $99

## Active Recommendations
- [HIGH] Water heater is 12 years old - suggest replacement quote
- [MEDIUM] Annual drain maintenance due

## Conversation Summary
Regular customer who prefers morning appointments. Had root intrusion issue last year.`

const jobs = [
  { service_type: 'Drain cleaning', completed_at: '2024-11-12T16:00:00Z', total_amount: 189 },
  { service_type: 'Faucet repair', completed_at: '2024-08-20T14:30:00Z', total_amount: 145 },
  { service_type: 'Water heater flush', completed_at: '2024-03-05T18:00:00Z', total_amount: 99 },
]

/** The customer of the example, as rows; an earlier system's totals count five jobs that were never synced. */
export async function addJohnSmith(admin: Sql, tenantId: string): Promise<{ customerId: string; addressId: string }> {
  const customerId = await newCustomer(admin, tenantId, {
    firstName: 'John',
    lastName: 'Smith',
    phone: '+16175551234',
    email: 'john@example.com',
    housecallProId: 'cus_1001',
    customerSince: '2022-03-14',
  })
  const owned = { tenant_id: tenantId, customer_id: customerId }
  await admin`
    update identity.customers
    set summary = 'Regular customer who prefers morning appointments. Had root intrusion issue last year.'
    where tenant_id = ${tenantId} and id = ${customerId}`
  await admin`
    update context.customer_context
    set membership_status = 'family_discount',
      membership_expires_at = '2025-12-31T23:59:59-05:00', housecall_pro_id = 'cus_1001'
    where tenant_id = ${tenantId} and customer_id = ${customerId}`
  const [address] = await admin<{ id: string }[]>`
    insert into context.customer_addresses ${admin({
      ...owned,
      street: '123 Main St',
      city: 'Quincy',
      state: 'MA',
      zip: '02169',
      property_type: 'residential',
      known_issues: ['Tree roots in sewer line'],
    })} returning id`
  const addressId = address?.id ?? ''
  const rows = jobs.map((job) => ({ ...owned, address_id: addressId, work_status: 'completed', ...job }))
  await admin`insert into context.customer_job_history ${admin(rows)}`
  // Jobs that come in are counted: what an earlier system knew is told afterwards.
  await admin`
    update context.customer_context set lifetime_value = 2450, total_jobs = 8
    where tenant_id = ${tenantId} and customer_id = ${customerId}`
  await admin`
    insert into context.equipment ${admin({
      ...owned,
      address_id: addressId,
      kind: 'water_heater',
      type: 'tank',
      make: 'Rheem',
      installed_on: '2012-06-01',
      installed_on_precision: 'year',
    })}`
  await admin`
    insert into insight.customer_insights ${admin([
      {
        ...owned,
        insight_type: 'equipment_replacement',
        priority: 'high',
        title: 'Water heater is 12 years old',
        description: 'Tank water heaters last 10 to 15 years.',
        suggested_action: 'suggest replacement quote',
      },
      {
        ...owned,
        insight_type: 'maintenance_due',
        priority: 'medium',
        title: 'Annual drain maintenance due',
        description: 'The last drain cleaning was for tree roots.',
        suggested_action: null,
      },
    ])}`
  return { customerId, addressId }
}
