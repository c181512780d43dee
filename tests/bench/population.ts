import type { Sql } from '../../src/db/connect.ts'

/** How much of everything a generated database holds. */
export interface Population {
  customers: number
  tenants: number
  /** false: only customers with their addresses, equipment and jobs, none of what was said and noted; true by default */
  hasMemory?: boolean
}

/**
 * Fills an empty, migrated database: tenants of very different size, customers with a handful of jobs and messages each
 * and a few with hundreds. Schema `bench` then holds who is there. Same numbers, same shape: the generator is seeded.
 * Needs the superuser: foreign keys are not checked row by row while millions of rows go in.
 */
export async function populate(admin: Sql, { customers, tenants, hasMemory = true }: Population): Promise<void> {
  await admin.begin(async (tx) => {
    await tx.unsafe(`
      set local session_replication_role = replica;
      set local maintenance_work_mem = '256MB';
      set local max_parallel_workers_per_gather = 0;
      select setseed(0.42)`)
    await tx.unsafe(directory(customers, tenants))
    for (const statement of [...people, ...history]) await tx.unsafe(statement)
    if (hasMemory) for (const statement of [...memory, ...talk]) await tx.unsafe(statement)
  })
  await admin.unsafe('vacuum (analyze)')
}

const pick = (values: string[]) =>
  `(array[${values.map((value) => `'${value}'`).join(', ')}])[1 + floor(random() * ${values.length})]`

const firstName = pick(['John', 'Maria', 'Wei', 'Aisha', 'Liam', 'Olivia', 'Noah', 'Priya', 'Carlos', 'Hannah'])
const lastName = pick(['Smith', 'Garcia', 'Chen', 'Khan', 'Murphy', 'Brown', 'Jensen', 'Patel', 'Lopez', 'Weber'])
const service = pick(['Water Heater Flush', 'Drain Cleaning', 'Leak Repair', 'Annual Tune-Up', 'Toilet Replacement'])
const technician = pick(['Mike Torres', 'Dana Lee', 'Sam Wilson'])
const sentence = pick([
  'Hi, the water heater in the basement makes a rumbling noise again, can somebody have a look this week?',
  'Thanks! Tuesday morning works for us.',
  'We can be there Thursday between 8 and 10. Mike will text you when he is on his way.',
  'How much is a drain cleaning, roughly?',
  'The kitchen faucet still drips. It was better for a few days after the repair.',
  'Your annual tune-up is due. Would you like a morning or an afternoon?',
])

const directory = (customers: number, tenants: number) => `
  create schema bench;
  create unlogged table bench.tenants as
    select n, ops.new_id() as id, ops.new_id() as location_id, ops.new_id() as endpoint_id, '+1800' || (5550000 + n) as number
    from generate_series(1, ${tenants}) as n;
  insert into tenancy.tenants (id, slug, name) select id, 'bench-' || n, 'Bench Plumbing ' || n from bench.tenants;
  insert into tenancy.locations (tenant_id, id, slug, name, time_zone, phone, on_call_phone, is_default)
    select id, location_id, 'main', 'Main Street',
      (array['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'])[1 + n % 4], number, '+18885550100', true
    from bench.tenants;
  insert into tenancy.location_hours (tenant_id, location_id, weekday, opens, closes)
    select id, location_id, weekday, '08:00', '17:00' from bench.tenants cross join generate_series(1, 5) as weekday;
  insert into tenancy.channel_endpoints (tenant_id, id, location_id, channel, address)
    select id, endpoint_id, location_id, 'sms', number from bench.tenants;
  insert into tenancy.feature_flags (tenant_id, name, is_enabled)
    select id, 'CUSTOMER_CONTEXT_INSIGHTS', true from bench.tenants;
  create unlogged table bench.customers as
    select c.n, t.id as tenant_id, t.location_id, t.endpoint_id, t.number, ops.new_id() as id, ops.new_id() as address_id,
      '+1201' || (2000000 + c.n) as phone,
      -- Exponential, and one customer in a hundred has ten times as much.
      floor(-ln(1 - random()) * 8.5 * c.weight)::integer as jobs, 1 + floor(-ln(1 - random()) * 9.5 * c.weight)::integer as messages
    from (
      select n, 1 + floor(${tenants} * power(random(), 2.5))::integer as tenant_n,
        case when random() < 0.01 then 10 else 0.91 end as weight
      from generate_series(1, ${customers}) as n
    ) as c
    join bench.tenants as t on t.n = least(c.tenant_n, ${tenants})`

const people = [
  `insert into identity.customers (tenant_id, id, first_name, last_name, customer_since, summary, current_issue_summary, source)
   select tenant_id, id, ${firstName}, ${lastName}, current_date - (random() * 3000)::integer,
     case when random() < 0.5 then 'Owns a house from the fifties and prefers to be texted. Asked about a quieter water heater.' end,
     case when random() < 0.2 then 'The water heater rumbles.' end, 'crm'
   from bench.customers`,
  `insert into identity.customer_identities (tenant_id, customer_id, type, value, is_primary, verified_at, verified_by)
   select tenant_id, id, 'phone', phone, true, now(), 'channel' from bench.customers
   union all
   select tenant_id, id, 'email', 'customer' || n || '@example.com', true, null, null from bench.customers where random() < 0.6
   union all
   select tenant_id, id, 'housecall_pro_id', 'cus_' || n, true, now(), 'crm' from bench.customers where random() < 0.7`,
  `insert into context.customer_context (tenant_id, customer_id, preferred_technician_id, preferred_technician_name,
     preferred_time_window, membership_status, membership_expires_at, tags)
   select tenant_id, id, case when n % 3 = 0 then 'pro_1' end, case when n % 3 = 0 then 'Mike Torres' end,
     case when n % 4 = 0 then 'morning' end, case n % 10 when 0 then 'vip' when 1 then 'family_discount' else 'none' end,
     case when n % 10 < 2 then now() + interval '200 days' end, case when n % 5 = 0 then array['landlord'] else '{}' end
   from bench.customers`,
  `insert into context.customer_addresses (tenant_id, id, customer_id, street, city, state, zip, property_type, year_built, known_issues)
   select tenant_id, address_id, id, n || ' Elm Street', 'Springfield', 'MA', '01101', 'residential', 1950 + n % 70,
     case when n % 3 = 0 then array['low water pressure upstairs'] else '{}' end
   from bench.customers
   union all
   select tenant_id, ops.new_id(), id, n || ' Lake Road', 'Springfield', 'MA', '01102', 'residential', 1990, '{}'
   from bench.customers where n % 5 = 0`,
  `insert into context.equipment (tenant_id, customer_id, address_id, kind, type, make, installed_on, installed_on_precision, warranty_end_date)
   select c.tenant_id, c.id, c.address_id, (array['water_heater', 'furnace', 'air_conditioner', 'sump_pump'])[k],
     case k when 1 then 'tank' end, ${pick(['Rheem', 'Bosch', 'Carrier'])}, current_date - (random() * 6000)::integer, 'month',
     current_date + 400 - (random() * 800)::integer
   from bench.customers as c cross join generate_series(1, 1 + c.n % 4) as k`,
]

const history = [
  `insert into context.customer_job_history (tenant_id, customer_id, address_id, location_id, service_type, description,
     scheduled_start, scheduled_end, arrival_window_minutes, completed_at, work_status, total_amount, outstanding_balance,
     technician_id, technician_name)
   select j.tenant_id, j.id, j.address_id, j.location_id, ${service}, ${sentence}, j.at, j.at + interval '2 hours', 60,
     case when j.status = 'completed' then j.at + interval '90 minutes' end, j.status,
     case when j.status = 'completed' then 90 + floor(random() * 900) end, case when random() < 0.02 then 120 else 0 end,
     'pro_1', ${technician}
   from (
     select c.*, s.status,
       now() + case when s.status = 'scheduled' then 1 else -1 end * (1 + random() * 2000) * interval '1 day' as at
     from bench.customers as c
     cross join lateral generate_series(1, c.jobs) as k
     cross join lateral (
       select case when (k * 7 + c.n) % 20 = 0 then 'scheduled' when (k + c.n) % 17 = 0 then 'canceled' else 'completed' end as status
     ) as s
   ) as j`,
  `insert into outreach.consent_events (tenant_id, channel, address, customer_id, action, source)
   select tenant_id, 'sms', phone, id, case when n % 30 = 0 then 'opt_out' else 'opt_in' end, 'keyword'
   from bench.customers where n % 10 = 0`,
  `insert into outreach.suppressions (tenant_id, channel, address, reason)
   select tenant_id, 'sms', phone, 'opt_out' from bench.customers where n % 30 = 0`,
]

const memory = [
  `insert into insight.customer_insights (tenant_id, customer_id, insight_type, priority, title, description, suggested_action, confidence)
   select c.tenant_id, c.id, 'equipment_replacement', (array['low', 'medium', 'high', 'urgent'])[1 + c.n % 4],
     'Water heater replacement', 'The water heater is past its planned life.', 'Offer a quote', 0.9
   from bench.customers as c cross join generate_series(1, c.n % 3)`,
  `insert into memory.memory_notes (tenant_id, customer_id, kind, note, source)
   select c.tenant_id, c.id, 'access', 'Gate code is with the neighbour; the dog is friendly.', 'staff'
   from bench.customers as c cross join generate_series(1, c.n % 4)`,
]

const talk = [
  `create unlogged table bench.conversations as
   select c.tenant_id, c.location_id, c.endpoint_id, c.number, c.id as customer_id, c.phone, ops.new_id() as id, k,
     ceil(c.messages / 10.0) as conversations, least(10, c.messages - (k - 1) * 10) as messages,
     now() - (ceil(c.messages / 10.0) - k + random()) * interval '30 days' as at
   from bench.customers as c cross join lateral generate_series(1, ceil(c.messages / 10.0)::integer) as k`,
  `insert into memory.conversations (tenant_id, id, location_id, endpoint_id, channel, address, customer_id, status,
     closed_reason, opened_at, last_message_at, closed_at)
   select tenant_id, id, location_id, endpoint_id, 'sms', phone, customer_id, 'closed', 'timeout', at,
     at + messages * interval '5 minutes', at + interval '2 days'
   from bench.conversations`,
  `create unlogged table bench.messages as
   select c.*, ops.new_id() as message_id, m, m % 2 = 1 as is_inbound, c.at + m * interval '5 minutes' as said_at
   from bench.conversations as c cross join lateral generate_series(1, c.messages) as m
   order by 1, c.at, m`,
  `insert into memory.messages (tenant_id, id, conversation_id, customer_id, direction, role, channel, body, provider,
     provider_message_id, status, num_segments, created_at)
   select tenant_id, message_id, id, customer_id, case when is_inbound then 'inbound' else 'outbound' end,
     case when is_inbound then 'customer' else 'assistant' end, 'sms', ${sentence}, 'twilio', 'SM' || replace(message_id::text, '-', ''),
     case when is_inbound then 'received' else 'delivered' end, 1, said_at
   from bench.messages`,
  `insert into outreach.deliveries (tenant_id, message_id, purpose, channel, endpoint_id, from_address, to_address, dedupe_key,
     state, attempt, created_at)
   select tenant_id, message_id, 'reply', 'sms', endpoint_id, number, phone, 'reply:' || message_id, 'delivered', 1, said_at
   from bench.messages where not is_inbound`,
  'drop table bench.messages, bench.conversations',
]
