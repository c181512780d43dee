import fc from 'fast-check'
import type { Sql } from '../../src/db/connect.ts'
import type { FullTenant } from '../fixtures/rows-everywhere.ts'

export interface ApiFunction {
  name: string
  isStrict: boolean
  arguments: { name: string; type: string }[]
  /** ids of the other tenant's rows, by what an argument for them is called */
  ids: Record<string, string[]>
}

/** Which table an argument's id is of. */
const ID_TABLES: Record<string, string> = {
  p_customer_id: 'identity.customers',
  p_location_id: 'tenancy.locations',
  p_key_id: 'tenancy.api_keys',
  p_link_id: 'identity.pending_links',
  p_verification_id: 'identity.verifications',
  p_conversation_id: 'memory.conversations',
  p_message_id: 'memory.messages',
  p_answers_message_id: 'memory.messages',
  p_delivery_id: 'outreach.deliveries',
  p_insight_id: 'insight.customer_insights',
  p_note_id: 'memory.memory_notes',
  p_run_id: 'crm.sync_runs',
  p_backfill_id: 'intake.backfill_runs',
  p_job_id: 'context.customer_job_history',
  p_recall_id: 'memory.recalls',
  p_batch_id: 'ai.batch_jobs',
  p_call_id: 'memory.calls',
}

/** Every function of schema api that is given a tenant, from the catalogue. */
export async function tenantFunctions(admin: Sql): Promise<ApiFunction[]> {
  const rows = await admin<{ name: string; isStrict: boolean; arguments: ApiFunction['arguments'] }[]>`
    select p.proname as name, p.proisstrict as "isStrict", jsonb_agg(
      jsonb_build_object('name', p.proargnames[a.place], 'type', format_type(a.type, null)) order by a.place
    ) as arguments
    from pg_proc as p cross join unnest(p.proargtypes) with ordinality as a (type, place)
    where p.pronamespace = 'api'::regnamespace and 'p_tenant_id' = any (p.proargnames)
    group by p.oid, p.proname, p.proisstrict order by 1`
  const ids: Record<string, string[]> = {}
  for (const [argument, table] of Object.entries(ID_TABLES)) {
    const found = await admin.unsafe(`select tenant_id, id from ${table}`)
    ids[argument] = found.map((row) => `${row.tenant_id} ${row.id}`)
  }
  return [...rows].map((row) => ({ ...row, ids }))
}

/** Arguments that aim at the other tenant: its ids, numbers, addresses, names and keys, in every position that takes them. */
export function argumentsFor(api: ApiFunction, mine: FullTenant, theirs: FullTenant) {
  const values = api.arguments
    .filter(({ name }) => name !== 'p_tenant_id')
    .map(({ name, type }) => [name, valueFor(api, name, type, mine, theirs)] as const)
  return fc.record(Object.fromEntries(values))
}

function valueFor(
  api: ApiFunction,
  name: string,
  type: string,
  mine: FullTenant,
  theirs: FullTenant,
): fc.Arbitrary<unknown> {
  const idsOf = (tenant: FullTenant, among: string[]) =>
    among.filter((pair) => pair.startsWith(tenant.tenantId)).map((pair) => pair.slice(37))
  const ids = (tenant: FullTenant) => idsOf(tenant, api.ids[name] ?? Object.values(api.ids).flat())
  const contacts = theirs.customers.flatMap(({ customerId, phone, email }) => [customerId, phone, email])
  const others = [...contacts, theirs.number, theirs.slug, theirs.tenantId, theirs.word.slice(0, 4)]
  if (type === 'uuid')
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids(theirs)) }, fc.constantFrom(...ids(mine)))
  if (type === 'uuid[]') return fc.subarray(ids(theirs))
  if (type === 'boolean') return fc.boolean()
  if (type === 'bigint') return fc.integer({ min: 0, max: 100 })
  if (type === 'integer') return fc.integer({ min: 1, max: name === 'p_budget' ? 4000 : 5 })
  if (type === 'numeric') return fc.integer({ min: 0, max: 100 })
  if (type.startsWith('timestamp') || type === 'date') return fc.constant(null)
  if (type === 'real[]') return fc.constant(null)
  if (type === 'text[]') return fc.constant(name === 'p_by' ? ['provider', 'day'] : ['admin'])
  if (type === 'jsonb') return jsonFor(name, theirs, others)
  return textFor(name, others)
}

const texts: Record<string, string[]> = {
  p_type: ['phone', 'email', 'customer_id', 'web_user_id', 'housecall_pro_id'],
  p_channel: ['sms'],
  p_name: ['CUSTOMER_CONTEXT_ENABLED', 'key'],
  p_status: ['actioned', 'dismissed'],
  p_provider: ['local', 'twilio', 'openai'],
  p_time_zone: ['America/New_York'],
  p_key_prefix: ['rk_abcdefgh'],
  p_key_hash: ['0'.repeat(64)],
  p_verified_by: ['staff'],
  p_code: ['123456'],
  p_job_type: ['embeddings', 'insights'],
  p_rule: ['drain_cleaning', 'review_request'],
}
const textFor = (name: string, others: string[]) => fc.constantFrom(...(texts[name] ?? others))

const modelCall = {
  purpose: 'reply',
  provider: 'local',
  requestedModel: 'x',
  model: 'x',
  outcome: 'ok',
  inputTokens: 1,
  cachedInputTokens: 0,
  outputTokens: 1,
  latencyMs: 1,
}
const jsonFor = (name: string, theirs: FullTenant, others: string[]): fc.Arbitrary<unknown> => {
  if (name === 'p_changes') {
    return fc.constantFrom({ firstName: 'Mallory' }, { isEnabled: false, thresholds: { everyMonths: 6 } }, {})
  }
  const objects: Record<string, unknown> = {
    p_settings: { assistantName: 'Mallory' },
    p_location: { slug: theirs.slug, name: 'x', timeZone: 'America/New_York', phone: theirs.number, hours: [] },
    p_providers: [{ provider: 'local', model: null }],
    p_channel_state: { hasCredentials: true, demoMode: false, allowedRecipients: [] },
    p_event: {
      messageSid: 'SM1',
      status: 'delivered',
      to: theirs.number,
      from: theirs.number,
      errorCode: null,
      raw: {},
    },
    p_result: { kind: 'accepted', sid: 'SM1', segments: 1, price: null, priceUnit: null },
    p_listed: [{ sid: 'SM1', status: 'sent', to: theirs.number, from: theirs.number, body: theirs.word.slice(0, 4) }],
    p_calls: [modelCall],
    p_filters: {},
    p_profile: { firstName: 'Mallory' },
    p_address: { street: '1 Mallory Lane' },
    p_job: { description: 'x' },
    p_item: { name: 'x' },
    p_arms: [{ name: 'mallory', provider: 'openai', model: null, share: 50 }],
  }
  return name in objects ? fc.constant(objects[name]) : fc.constantFrom<unknown>(...others, {}, [])
}

/** Calls a function with named arguments; `text` is its whole result, or the error with all it says. */
export async function callApi(edge: Sql, api: ApiFunction, args: Record<string, unknown>) {
  const given = api.arguments.map(({ name, type }, index) => `${name} => $${index + 1}::text::${type}`)
  const values = api.arguments.map(({ name, type }) => asText(args[name], type))
  try {
    const [row] = await edge.unsafe(
      `select coalesce(jsonb_agg(to_jsonb(r)) filter (where r is not null), 'null') #>> '{}' as text
       from api.${api.name}(${given.join(', ')}) as r`,
      values,
    )
    return { ok: true, code: null, text: String(row?.text) }
  } catch (error) {
    const { code, message, detail, hint } = error as Record<string, string>
    if (!code || /^(XX|42[^5]|08)/.test(code)) throw error
    return { ok: false, code, text: [message, detail, hint].join(' ') }
  }
}

function asText(value: unknown, type: string): string | null {
  if (value === null || value === undefined) return null
  if (Array.isArray(value) && type.endsWith('[]')) return `{${value.join(',')}}`
  return type === 'jsonb' ? JSON.stringify(value) : String(value)
}
