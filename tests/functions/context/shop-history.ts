import type { Sql } from '../../../src/db/connect.ts'
import { newCustomer } from '../../fixtures/tenant.ts'
import { asApi } from '../identity/as-api.ts'

export interface Visit {
  /** the day, at noon in New York */
  on: string
  note?: string
  description?: string
  items?: string[]
  status?: 'completed' | 'canceled' | 'scheduled'
  /** the place in the property's list of addresses; the first by default, null for none */
  address?: number | null
}

/** A customer with addresses, whose visits are stored in the order given but not read yet. */
export async function newProperty(admin: Sql, tenantId: string, visits: Visit[] = [], addresses = 1) {
  const customerId = await newCustomer(admin, tenantId, { firstName: 'Pat' })
  const addressIds: string[] = []
  for (let n = 0; n < addresses; n += 1) {
    const [row] = await admin`
      insert into context.customer_addresses (tenant_id, customer_id, street)
      values (${tenantId}, ${customerId}, ${`${n + 1} Elm St`}) returning id`
    addressIds.push(row?.id)
  }
  const property = { tenantId, customerId, addressIds }
  const jobIds: string[] = []
  for (const visit of visits) jobIds.push(await addVisit(admin, property, visit))
  return { ...property, jobIds }
}

export async function addVisit(
  admin: Sql,
  property: { tenantId: string; customerId: string; addressIds: string[] },
  visit: Visit,
): Promise<string> {
  const { tenantId: tenant_id, customerId: customer_id, addressIds } = property
  const [job] = await admin`
    insert into context.customer_job_history ${admin({
      tenant_id,
      customer_id,
      address_id: visit.address === null ? null : (addressIds[visit.address ?? 0] ?? null),
      description: visit.description ?? null,
      notes: visit.note ?? null,
      work_status: visit.status ?? 'completed',
      completed_at: `${visit.on}T12:00:00-05:00`,
    })} returning id`
  for (const [position, name] of (visit.items ?? []).entries())
    await admin`insert into context.job_items ${admin({ tenant_id, job_id: job?.id, position, name })}`
  return job?.id
}

/** Reads the jobs as an ingest does; how many findings changed. */
export const derive = (admin: Sql, tenantId: string, jobIds: string[]): Promise<number> =>
  asApi(admin, tenantId, async (sql) => {
    const [row] = await sql`select context.derive_findings(${jobIds}::uuid[]) as changed`
    return Number(row?.changed)
  })

/** The equipment of a customer in one line a unit, in a stable order: kind, make, installed, removed, source. */
export async function unitsOf(admin: Sql, customerId: string): Promise<string[]> {
  const rows = await admin`
    select concat_ws(' ', e.kind, e.type, e.make, 'from ' || e.installed_on || ' ' || e.installed_on_precision, 'until ' || e.removed_on,
      'by ' || e.source, 'at ' || a.street) as unit
    from context.equipment as e
    left join context.customer_addresses as a on a.tenant_id = e.tenant_id and a.id = e.address_id
    where e.customer_id = ${customerId} order by 1`
  return rows.map((row) => row.unit)
}

export async function issuesOf(admin: Sql, customerId: string): Promise<string[]> {
  const rows = await admin`
    select unnest(known_issues) as issue from context.customer_addresses where customer_id = ${customerId} order by id`
  return rows.map((row) => row.issue)
}

/** Everything that derivation writes, versions too: to see that nothing was touched. */
export async function stateOf(admin: Sql, customerId: string): Promise<string> {
  const [row] = await admin`
    select concat(
      (select jsonb_agg(to_jsonb(e) order by e.id) from context.equipment as e where e.customer_id = ${customerId}),
      (select jsonb_agg(to_jsonb(a) order by a.id) from context.customer_addresses as a where a.customer_id = ${customerId}),
      (select jsonb_agg(to_jsonb(f) order by f.id) from context.findings as f where f.customer_id = ${customerId})) as state`
  return row?.state
}
