import type { Sql } from '../../src/db/connect.ts'

/** Schemas whose rows a sync makes, and the tables in them that are about how they came to be. */
const SCHEMAS = ['identity', 'context', 'crm', 'insight']
const MACHINERY =
  /^crm\.(sync_|connection_health|webhook_events|unrouted_events|housecall_deletions|pushes|push_)|^identity\.(field_sources|erasure|erased|merge)|^insight\.(counters|passes|stale_customers)|^context\.unread_jobs/

/** Columns that say when or how we came to know, not what is known. */
const OURS = new Set([
  'id',
  'tenant_id',
  'created_at',
  'seen_at',
  'crm_seen_at',
  'items_seen_at',
  'last_hcp_sync_at',
  'verified_at',
  'version',
  'generated_at',
  'expires_at',
  // A unit has no id of the vendor's; what it is stands in its own row.
  'equipment_id',
  'recorded_at',
])
/** Theirs where the vendor stamps the record, ours where a trigger does. */
const STAMPED_BY_VENDOR = /^crm\.(housecall_customers|estimates|leads)$/

type Row = Record<string, unknown>

/**
 * All that a tenant knows from HousecallPro, table by table, each row as text: ids of ours are written as the vendor's, our own
 * times are left out, and so is what HousecallPro has deleted. Two tenants that read the same account are equal.
 */
export async function housecallState(admin: Sql, tenantId: string): Promise<Record<string, string[]>> {
  const tables = await admin<{ name: string }[]>`
    select c.oid::regclass::text as name
    from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind = 'r' and c.relnamespace::regnamespace::text = any (${SCHEMAS}) order by 1`
  const names = tables.map(({ name }) => name).filter((name) => !MACHINERY.test(name))
  const all = new Map<string, Row[]>()
  for (const name of names) {
    const rows = await admin.unsafe(`select to_jsonb(t) as row from ${name} as t where tenant_id = $1`, [tenantId])
    all.set(
      name,
      rows.map(({ row }) => row as Row),
    )
  }
  const labels = labelsOf(all)
  const gone = goneIds(all)
  return Object.fromEntries(
    [...all].map(([name, rows]) => [
      name,
      rows
        .filter((row) => !Object.values(row).some((value) => gone.has(String(value))) && !row.deleted_at)
        // A visit that was called off or replaced is in no list; nor is the job of an invoice once it was deleted.
        .filter((row) => !/^crm\.(appointments|invoices)$/.test(name) || (!row.is_discarded && row.job_id !== null))
        .map((row) => lineOf(name, row, labels))
        .sort(),
    ]),
  )
}

function labelsOf(all: Map<string, Row[]>): Map<string, string> {
  const labels = new Map<string, string>()
  const label = (table: string, theirs: string, ours = 'id') => {
    const rows = (all.get(table) ?? []).filter((row) => row[theirs] && row[ours])
    for (const row of rows.sort((a, b) => (String(a[theirs]) < String(b[theirs]) ? 1 : -1)))
      labels.set(String(row[ours]), String(row[theirs]))
  }
  label('crm.housecall_customers', 'housecall_pro_id', 'customer_id')
  label('context.customer_job_history', 'housecall_pro_job_id')
  label('context.customer_addresses', 'housecall_pro_address_id')
  return labels
}

/** Our ids of customers and jobs that HousecallPro has deleted. */
function goneIds(all: Map<string, Row[]>): Set<string> {
  const customers = (all.get('crm.housecall_customers') ?? [])
    .filter((row) => row.deleted_at)
    .map((row) => row.customer_id)
  const jobs = (all.get('context.customer_job_history') ?? []).filter((row) => row.deleted_at).map((row) => row.id)
  return new Set([...customers, ...jobs].map(String))
}

function lineOf(table: string, row: Row, labels: Map<string, string>): string {
  const kept = Object.entries(row).filter(
    ([column]) => !OURS.has(column) && (column !== 'updated_at' || STAMPED_BY_VENDOR.test(table)),
  )
  const text = JSON.stringify(Object.fromEntries(kept))
  return text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => labels.get(id) ?? id)
}
