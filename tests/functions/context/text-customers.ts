import type { Sql } from '../../../src/db/connect.ts'

/** A customer reduced to the texts that come from outside. */
export interface CustomerTexts {
  firstName: string
  lastName: string
  summary: string
  issue: string
  streets: string[]
  knownIssues: string[]
  services: string[]
  makes: string[]
  insights: string[]
  notes: string[]
  messages: string[]
}

interface Place {
  tenantId: string
  locationId: string
}

const CHUNK = 1000

async function insert(admin: Sql, table: string, rows: Record<string, unknown>[]) {
  for (let start = 0; start < rows.length; start += CHUNK)
    await admin`insert into ${admin(table)} ${admin(rows.slice(start, start + CHUNK))}`
}

/** Customers made of the given texts, a table at a time; returns their ids in order. */
export async function addTextCustomers(admin: Sql, place: Place, customers: CustomerTexts[]): Promise<string[]> {
  const tenant_id = place.tenantId
  const made = customers.map((texts) => ({
    texts,
    id: Bun.randomUUIDv7(),
    addresses: texts.streets.map(() => Bun.randomUUIDv7()),
  }))
  const each = (rows: (customer: (typeof made)[number]) => Record<string, unknown>[]) =>
    made.flatMap((customer) => rows(customer).map((row) => ({ tenant_id, ...row })))
  const owned = (rows: (customer: (typeof made)[number]) => Record<string, unknown>[]) =>
    each((customer) => rows(customer).map((row) => ({ customer_id: customer.id, ...row })))

  await insert(
    admin,
    'identity.customers',
    each(({ id, texts }) => [
      {
        id,
        first_name: texts.firstName,
        last_name: texts.lastName,
        summary: texts.summary,
        current_issue_summary: texts.issue,
      },
    ]),
  )
  await insert(
    admin,
    'context.customer_context',
    owned(() => [{ membership_status: 'vip' }]),
  )
  await insert(
    admin,
    'context.customer_addresses',
    owned(({ texts, addresses }) =>
      texts.streets.map((street, n) => ({ id: addresses[n], street, city: street, known_issues: texts.knownIssues })),
    ),
  )
  await insert(
    admin,
    'context.customer_job_history',
    owned(({ texts, addresses }) =>
      texts.services.map((service_type, n) => ({
        service_type,
        description: texts.issue,
        technician_name: texts.lastName,
        address_id: addresses[0] ?? null,
        total_amount: 100 + n,
        work_status: n === 0 ? 'scheduled' : 'completed',
        scheduled_start: n === 0 ? '2099-05-05T15:00:00Z' : null,
        completed_at: n === 0 ? null : `2024-0${n}-10T15:00:00Z`,
      })),
    ),
  )
  await insert(
    admin,
    'context.equipment',
    owned(({ texts, addresses }) =>
      texts.makes.map((make, n) => ({
        kind: n === 0 ? 'water_heater' : 'furnace',
        make,
        type: make,
        address_id: addresses[0] ?? null,
        installed_on: '2001-02-03',
        installed_on_precision: 'estimate',
      })),
    ),
  )
  await insert(
    admin,
    'insight.customer_insights',
    owned(({ texts }) =>
      texts.insights.map((title) => ({ title, insight_type: 'other', description: title, suggested_action: title })),
    ),
  )
  await insert(
    admin,
    'memory.memory_notes',
    owned(({ texts }) => texts.notes.map((note) => ({ note, quote: texts.summary }))),
  )
  const conversations = owned(({ id }) => [{ id, location_id: place.locationId, channel: 'web', address: id }])
  await insert(admin, 'memory.conversations', conversations)
  await insert(
    admin,
    'memory.messages',
    owned(({ id, texts }) =>
      texts.messages.map((body, n) => ({
        conversation_id: id,
        direction: n % 2 ? 'outbound' : 'inbound',
        role: n % 2 ? 'assistant' : 'customer',
        status: n % 2 ? 'delivered' : 'received',
        channel: 'web',
        provider: 'web',
        body,
        created_at: new Date(Date.UTC(2024, 5, 1, 12, n)).toISOString(),
      })),
    ),
  )
  return made.map(({ id }) => id)
}
