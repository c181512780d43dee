import type { Sql } from '../../../src/db/connect.ts'

/** Keys of ours, which differ from one tenant to the next, and when a row was written. */
const OURS = [
  'tenant_id',
  'id',
  'customer_id',
  'address_id',
  'job_id',
  'location_id',
  'created_at',
  'updated_at',
  'version',
]

/** How the rows of a table name those that they hang on, by HousecallPro's own ids. */
const owner = `(select min(i.value) from identity.customer_identities as i
  where i.tenant_id = t.tenant_id and i.customer_id = t.customer_id and i.type = 'housecall_pro_id')`
const address = `(select a.street || ' ' || a.zip from context.customer_addresses as a where a.id = t.address_id)`
const job = `(select h.housecall_pro_job_id from context.customer_job_history as h where h.id = t.job_id)`

const tables: Record<string, Record<string, string>> = {
  'identity.customers': { owner: owner.replaceAll('t.customer_id', 't.id') },
  'identity.customer_identities': { owner },
  'identity.field_sources': { owner },
  'identity.pending_links': { owner },
  'context.customer_context': { owner },
  'context.customer_addresses': { owner },
  'context.customer_job_history': { owner, address },
  'context.job_items': { job },
  'crm.housecall_customers': { owner, version: 't.updated_at::text' },
  'crm.housecall_deletions': {},
  'crm.employees': {},
  'crm.appointments': { job },
  'crm.invoices': { job },
  'crm.estimates': { owner, version: 't.updated_at::text' },
  'crm.leads': { owner, version: 't.updated_at::text' },
}

/** Every row that a tenant has from its CRM, in every column, without our own keys: equal for equal contents. */
export async function crmStateOf(admin: Sql, tenantId: string): Promise<Record<string, string[]>> {
  const state: Record<string, string[]> = {}
  for (const [table, references] of Object.entries(tables)) {
    const named = Object.entries(references).map(([name, value]) => `'its ${name}', ${value}`)
    const rows = await admin.unsafe(
      `select ((to_jsonb(t) - $2::text[]) || jsonb_build_object(${named.join(', ')}))::text as line from ${table} as t
       where t.tenant_id = $1`,
      [tenantId, OURS.concat('verified_at', 'generated_at', 'set_at')],
    )
    state[table] = rows.map((row) => row.line as string).sort()
  }
  return state
}
