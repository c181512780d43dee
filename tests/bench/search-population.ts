import type { Sql } from '../../src/db/connect.ts'

/** Fifty messages a customer, in ten conversations. */
export const MESSAGES_EACH = 50
const VECTORS = 500

/**
 * Fills an empty, migrated database with one business: so many customers with 50 messages each, every message with a
 * vector of 1,536 numbers. Words are drawn as people use them, few often and most seldom. Needs the superuser.
 */
export async function populateTalk(admin: Sql, customers: number): Promise<void> {
  // What is lost in a crash makes no difference to what is read.
  await admin.unsafe('alter table memory.conversation_embeddings set unlogged')
  await admin.unsafe('drop index memory.messages_body_search_idx')
  await admin.begin(async (tx) => {
    await tx.unsafe(`
      set local session_replication_role = replica;
      set local max_parallel_workers_per_gather = 0;
      select setseed(0.42)`)
    for (const statement of statements(customers)) await tx.unsafe(statement)
  })
  await admin.unsafe('create index messages_body_search_idx on memory.messages using gin (body_search)')
  await admin.unsafe('vacuum (analyze)')
}

const SYLLABLES = "array['ba','ker','lo','tin','mar','vo','sel','du','pran','gi','fo','ruk','den','sha','wil','ne']"

const statements = (customers: number) => [
  `create schema bench;
   create unlogged table bench.tenant as select ops.new_id() as id, ops.new_id() as location_id;
   insert into tenancy.tenants (id, slug, name) select id, 'bench', 'Bench Plumbing' from bench.tenant;
   insert into tenancy.locations (tenant_id, id, slug, name, time_zone, is_default)
     select id, location_id, 'main', 'Main Street', 'America/New_York', true from bench.tenant;
   create unlogged table bench.words as
     select n, (${SYLLABLES})[1 + n % 16] || (${SYLLABLES})[1 + n / 16 % 16] || (${SYLLABLES})[1 + n / 256 % 16] as word
     from generate_series(0, 2999) as n;
   create unlogged table bench.customers as
     select n, ops.new_id() as id from generate_series(1, ${customers}) as n;
   insert into identity.customers (tenant_id, id, first_name, source)
     select t.id, c.id, 'Customer ' || c.n, 'crm' from bench.customers as c cross join bench.tenant as t`,
  `create unlogged table bench.conversations as
     select t.id as tenant_id, t.location_id, c.id as customer_id, ops.new_id() as id, k,
       now() - (11 - k) * interval '20 days' as at
     from bench.customers as c cross join bench.tenant as t cross join generate_series(1, 10) as k;
   insert into memory.conversations (tenant_id, id, location_id, channel, address, customer_id, status, closed_at)
     select tenant_id, id, location_id, 'sms', '+12015550100', customer_id, 'closed', at from bench.conversations`,
  `insert into memory.messages (tenant_id, conversation_id, customer_id, direction, role, channel, body, provider, status, created_at)
   select c.tenant_id, c.id, c.customer_id, case when m % 2 = 1 then 'inbound' else 'outbound' end,
     case when m % 2 = 1 then 'customer' else 'assistant' end, 'sms', b.body, 'none',
     case when m % 2 = 1 then 'received' else 'delivered' end, c.at + m * interval '3 minutes'
   from bench.conversations as c
   cross join generate_series(1, ${MESSAGES_EACH / 10}) as m
   cross join lateral (
     select string_agg(w.word, ' ') as body
     from (
       -- Which customer it is makes it another draw each time.
       select floor(3000 * power(random(), 3))::integer as n from generate_series(1, 8 + m * 2 + c.k % 3) as i
     ) as d
     join bench.words as w on w.n = d.n
   ) as b
   order by c.at, m`,
  `create unlogged table bench.vectors as
     select n, (select array_agg((random() - 0.5)::real) from generate_series(1, 1536) as i where n >= 0)::extensions.halfvec(1536) as embedding
     from generate_series(0, ${VECTORS - 1}) as n`,
  `insert into memory.conversation_embeddings (tenant_id, message_id, embedding_model, embedding)
   select m.tenant_id, m.id, 'text-embedding-3-small', v.embedding
   from memory.messages as m join bench.vectors as v on v.n = abs(hashtext(m.id::text)) % ${VECTORS}`,
]
