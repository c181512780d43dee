import type { Sql } from '../../../src/db/connect.ts'
import { newNumber, serial } from '../../fixtures/numbers.ts'
import type { TestTenant } from '../../fixtures/tenant.ts'

/** Words that stand for a customer and for nobody else: each occurs in some row, and nowhere after an erasure. */
export interface FullCustomer {
  customerId: string
  conversationId: string
  phone: string
  email: string
  housecallProId: string
  words: string[]
}

/** A customer with rows in every table that can hold something of one. */
export async function fullCustomer(admin: Sql, tenant: TestTenant, shared?: string): Promise<FullCustomer> {
  const mark = `zq${serial('full')}x${Math.random().toString(36).slice(2, 8).replace(/\d/g, 'k')}`
  const phone = newNumber()
  const email = `${mark}mail@example.com`
  const housecallProId = `cus_${mark}`
  const ids = ['customer', 'address', 'job', 'conversation', 'message', 'reply', 'delivery', 'event', 'note'].map(() =>
    crypto.randomUUID(),
  )
  const [customer, address, job, conversation, message, reply, delivery, event, note] = ids as [string, ...string[]]
  const t = tenant.tenantId
  const run = (text: string, values: unknown[]) => sqlOf(admin)(text, values)
  await run(
    `insert into identity.customers (tenant_id, id, first_name, last_name, summary, source) values ($1, $2, $3, $4, $5, 'sms')`,
    [t, customer, `${mark}first`, `${mark}last`, `${mark}summary`],
  )
  await run(
    `insert into identity.customer_identities (tenant_id, customer_id, type, value, is_primary, is_shared) values
     ($1, $2, 'phone', $3, true, false), ($1, $2, 'email', $4, true, false), ($1, $2, 'housecall_pro_id', $5, true, false)`,
    [t, customer, phone, email, housecallProId],
  )
  if (shared) {
    await run(
      `insert into identity.customer_identities (tenant_id, customer_id, type, value, is_shared) values ($1, $2, 'phone', $3, true)`,
      [t, customer, shared],
    )
  }
  await run(
    `insert into context.customer_context (tenant_id, customer_id, housecall_pro_id, tags, lead_source, preferred_technician_name, lifetime_value)
     values ($1, $2, $3, array[$4], $5, $6, 120.50)`,
    [t, customer, housecallProId, `${mark}tag`, `${mark}lead`, `${mark}tech`],
  )
  await run(
    `insert into identity.field_sources (tenant_id, customer_id, field, source, source_ref, set_by) values
     ($1, $2, 'firstName', 'staff', $3, 'key'), ($1, $2, 'leadSource', 'crm', null, 'sync')`,
    [t, customer, `${mark}ref`],
  )
  await run(
    `insert into identity.imported_customers (tenant_id, source, external_id, customer_id) values ($1, 'old_system', $3, $2)`,
    [t, customer, `${mark}ext`],
  )
  await run(
    `insert into identity.verifications (tenant_id, customer_id, type, value, code_hash, expires_at, consumed_at)
     values ($1, $2, 'email', $3, 'x', now(), now())`,
    [t, customer, email],
  )
  await run(
    `insert into identity.pending_links (tenant_id, customer_id, type, value, reason) values ($1, $2, 'email', $3, 'said so')`,
    [t, customer, `${mark}other@example.com`],
  )
  await run(
    `insert into context.customer_addresses (tenant_id, id, customer_id, street, zip) values ($1, $2, $3, $4, '02139')`,
    [t, address, customer, `12 ${mark}street`],
  )
  await run(
    `insert into context.customer_job_history (tenant_id, id, customer_id, address_id, description, work_status, completed_at, total_amount)
     values ($1, $2, $3, $4, $5, 'completed', '2026-01-05Z', 80)`,
    [t, job, customer, address, `${mark}job`],
  )
  await run(
    `insert into crm.housecall_customers (tenant_id, housecall_pro_id, customer_id, brought, notes) values ($1, $2, $3, array[$4], $5)`,
    [t, housecallProId, customer, phone, `${mark}crmnotes`],
  )
  await run(
    `with run as (
       insert into crm.sync_runs (tenant_id, kind, customer_id, external_id, error, requested_by)
       values ($1, 'customer', $2, $3, $4, 'test') returning tenant_id, id, customer_id
     )
     insert into crm.sync_steps (tenant_id, run_id, ordinal, resource, external_id, customer_id)
     select tenant_id, id, 1, 'customer', $3, customer_id from run`,
    [t, customer, housecallProId, `${mark}syncerror`],
  )
  for (const table of ['estimates', 'leads']) {
    await run(
      `insert into crm.${table} (tenant_id, housecall_pro_id, customer_id, updated_at, seen_at) values ($1, $2, $3, now(), now())`,
      [t, `${mark}${table}`, customer],
    )
  }
  await run(
    `insert into crm.invoices (tenant_id, housecall_pro_id, job_id, status, seen_at) values ($1, $2, $3, 'open', now())`,
    [t, `${mark}invoice`, job],
  )
  await run(`insert into crm.appointments (tenant_id, housecall_pro_id, job_id, seen_at) values ($1, $2, $3, now())`, [
    t,
    `${mark}visit`,
    job,
  ])
  const [push, write] = [crypto.randomUUID(), crypto.randomUUID()]
  await run(
    `insert into crm.pushes (tenant_id, id, customer_id, kind, job_id, content, state) values ($1, $2, $3, 'job_note', $4, $5, 'done')`,
    [t, push, customer, job, `${mark}jobnote`],
  )
  await run(
    `insert into crm.push_writes (tenant_id, id, push_id, customer_id, housecall_pro_id, base_notes, base_tags, wanted_hash)
     values ($1, $2, $3, $4, $5, $6, '{}', 'x')`,
    [t, write, push, customer, housecallProId, `${mark}remotenotes`],
  )
  await run(
    `insert into crm.overwritten_edits (tenant_id, write_id, version_hash, notes, tags, updated_at) values ($1, $2, 'x', $3, '{}', now())`,
    [t, write, `${mark}overwritten`],
  )
  await run(
    `insert into crm.pushed_profiles (tenant_id, housecall_pro_id, customer_id, own_tags) values ($1, $2, $3, array[$4])`,
    [t, housecallProId, customer, `${mark}owntag`],
  )
  await run(`insert into context.job_items (tenant_id, job_id, name) values ($1, $2, $3)`, [t, job, `${mark}part`])
  await run(`insert into context.unread_jobs (tenant_id, job_id) values ($1, $2)`, [t, job])
  await run(
    `insert into context.findings (tenant_id, customer_id, address_id, job_id, position, kind, code, action, place, quote, source, confidence, found_on)
      values ($1, $2, $3, $4, 1, 'issue', 'leak', 'found', $5, $5, 'note', 0.85, '2024-01-01')`,
    [t, customer, address, job, `${mark}place`],
  )
  await run(
    `insert into context.equipment (tenant_id, customer_id, address_id, kind, serial_number) values ($1, $2, $3, 'furnace', $4)`,
    [t, customer, address, `${mark}serial`],
  )
  await run(
    `insert into insight.customer_insights (tenant_id, customer_id, insight_type, title, description) values ($1, $2, 'other', $3, 'd')`,
    [t, customer, `${mark}insight`],
  )
  await run(`insert into insight.stale_customers (tenant_id, customer_id) values ($1, $2)`, [t, customer])
  await run(
    `insert into memory.conversations (tenant_id, id, location_id, endpoint_id, channel, address, customer_id, summary, status, closed_at)
     values ($1, $2, $3, $4, 'sms', $5, $6, $7, 'closed', now())`,
    [t, conversation, tenant.locationId, tenant.endpointId, phone, customer, `${mark}talk`],
  )
  const sid = `SM${mark}`
  await run(
    `insert into memory.calls (tenant_id, conversation_id, customer_id, call_sid, from_number, to_number, plan, transfer_reason)
     values ($1, $2, $3, $6, $4, '+12025550199', 'voicemail', $5)`,
    [t, conversation, customer, phone, `${mark}callreason`, `CA${conversation?.replaceAll('-', '')}`],
  )
  await run(
    `insert into memory.messages (tenant_id, id, conversation_id, customer_id, direction, role, channel, body, provider, provider_message_id, status)
     values ($1, $2, $4, $5, 'inbound', 'customer', 'sms', $6, 'twilio', $8, 'received'),
            ($1, $3, $4, null, 'outbound', 'system', 'sms', $7, 'twilio', null, 'queued')`,
    [t, message, reply, conversation, customer, `${mark}question`, `${mark}alert`, sid],
  )
  await run(`insert into memory.attachments (tenant_id, message_id, position, url) values ($1, $2, 0, $3)`, [
    t,
    message,
    `https://media.example/${mark}media`,
  ])
  await run(`insert into memory.unclassified_messages (tenant_id, message_id) values ($1, $2)`, [t, message])
  await run(
    `insert into memory.conversation_embeddings (tenant_id, message_id, embedding_model, embedding)
     values ($1, $2, 'local', array_fill(0.5, array[1536])::extensions.halfvec)`,
    [t, message],
  )
  await run(
    `insert into outreach.deliveries (tenant_id, id, message_id, purpose, channel, from_address, to_address, dedupe_key)
     values ($1, $2, $3, 'reply', 'sms', $4, $5, $6)`,
    [t, delivery, reply, tenant.number, phone, `reply:${message}`],
  )
  await run(`insert into outreach.delivery_attempts (tenant_id, delivery_id, attempt) values ($1, $2, 1)`, [
    t,
    delivery,
  ])
  await run(
    `insert into outreach.consent_events (tenant_id, id, channel, address, customer_id, action, source, quote)
     values ($1, $2, 'sms', $3, $4, 'opt_out', 'keyword', $5)`,
    [t, event, phone, customer, `${mark}stop`],
  )
  await run(
    `insert into outreach.suppressions (tenant_id, channel, address, reason, consent_event_id) values ($1, 'sms', $2, 'opt_out', $3)`,
    [t, phone, event],
  )
  await run(
    `insert into memory.memory_notes (tenant_id, id, customer_id, note, source_message_id, quote) values ($1, $2, $3, $4, $5, $6)`,
    [t, note, customer, `${mark}note`, message, `${mark}quote`],
  )
  await run(
    `insert into memory.readings (tenant_id, conversation_id, purpose, failure) values ($1, $2, 'enrichment', $3)`,
    [t, conversation, `${mark}failure`],
  )
  await run(
    `insert into memory.conversation_summaries (tenant_id, conversation_id, version, customer_id, summary, through, written_by)
     values ($1, $2, 1, $3, $4, ops.now(), $5)`,
    [t, conversation, customer, `${mark}gist`, `${mark}model`],
  )
  await run(
    `insert into memory.open_items (tenant_id, conversation_id, customer_id, kind, item, opened_at) values ($1, $2, $3, 'promise', $4, ops.now())`,
    [t, conversation, customer, `${mark}promise`],
  )
  await run(
    `insert into ai.tool_calls (tenant_id, caller, idempotency_key, tool, input_hash, customer_id, result)
     values ($1, 'key', $2, 'create_job', sha256('x'), $3, jsonb_build_object('jobId', $4::text))`,
    [t, `${mark}key`, customer, job],
  )
  await run(
    `insert into context.job_events (tenant_id, job_id, kind, at, note, recorded_by) values ($1, $2, 'note', now(), $3, 'key')`,
    [t, job, `${mark}event`],
  )
  await run(
    `with made as (insert into memory.recalls (tenant_id, customer_id, conversation_id, asked_by) values ($1, $2, $3, 'key') returning id)
     insert into memory.recall_candidates (tenant_id, recall_id, position, message_id) select $1, id, 1, $4 from made`,
    [t, customer, conversation, message],
  )
  await run(
    `insert into lead.booking_wishes (tenant_id, conversation_id, message_id, customer_id, location_id, wish) values ($1, $2, $3, $4, $5, $6)`,
    [t, conversation, message, customer, tenant.locationId, `${mark}wish`],
  )
  await run(
    `with l as (
       insert into lead.leads (tenant_id, customer_id, source, source_id, channel, state_metadata)
       values ($1, $2, 'audit', $3, 'sms', jsonb_build_object('notes', $3::text)) returning id
     ), r as (
       insert into intake.backfill_runs (tenant_id, source, input_name, started_by) values ($1, 'audit', 'audit.jsonl', 'test') returning id
     ), c as (
       insert into intake.backfilled_conversations (tenant_id, conversation_id, lead_id) select $1, $4, l.id from l
     ), m as (
       insert into intake.backfilled_messages (tenant_id, source, audit_id, message_id, run_id, actor) select $1, 'audit', $3, $5, r.id, 'user' from r
     )
     insert into intake.backfilled_notes (tenant_id, note_id, lead_id, run_id, name) select $1, $6, l.id, r.id, $3 from l cross join r`,
    [t, customer, `${mark}talklead`, conversation, message, note],
  )
  await run(
    `insert into ai.model_calls (tenant_id, purpose, provider, model, conversation_id, outcome, latency_ms) values ($1, 'reply', 'local', 'local', $2, 'ok', 1)`,
    [t, conversation],
  )
  await run(
    `with batch as (
       insert into ai.batch_jobs (tenant_id, job_type, model, requested_by) values ($1, 'embeddings', 'x', 'x') returning tenant_id, id
     )
     insert into ai.batch_items (tenant_id, batch_id, custom_id, job_type, message_id, customer_id, state, last_error)
     select b.tenant_id, b.id, s.*, 'done', $4 from batch as b cross join lateral (values
       ('emb', 'embeddings', $2::uuid, null::uuid), ('insight', 'insights', null, $3::uuid)
     ) as s (custom_id, job_type, message_id, customer_id)`,
    [t, message, customer, `${mark}error`],
  )
  await run(
    `insert into crm.webhook_events (tenant_id, provider, event_key, kind, payload) values
     ($1, 'twilio', $2, 'sms', jsonb_build_object('Body', $3::text)), ($1, 'housecall', $4, 'customer.updated', jsonb_build_object('id', $5::text, 'note', $6::text))`,
    [t, sid, `${mark}question`, `evt${mark}`, housecallProId, `${mark}crmnote`],
  )
  await run(
    `insert into crm.unrouted_events (provider, event_key, kind, address, reason, payload) values ('twilio', $1, 'sms_status', $2, 'x', '{}')`,
    [`unrouted${mark}`, phone],
  )
  const chat = crypto.randomUUID()
  await run(
    `with made as (
       insert into memory.chats (tenant_id, id, endpoint_id, customer_id, opened_by) values ($1, $2, $3, $4, 'staff') returning tenant_id, id
     )
     insert into ops.chat_buckets (tenant_id, kind, chat_id, tokens, is_taken, filled_at) select tenant_id, 'requests', id, 1, true, now() from made`,
    [t, chat, tenant.endpointId, customer],
  )
  await run(
    `insert into ai.reply_drafts (tenant_id, answers_message_id, conversation_id, writer_id, lease_expires_at, text) values ($1, $2, $3, $2, now(), $4)`,
    [t, message, conversation, `${mark}draft`],
  )
  for (const [queue, data, key] of [
    ['reply', { tenantId: t, conversationId: conversation }, conversation],
    ['send', { tenantId: t, deliveryId: delivery }, delivery],
  ] as const) {
    await run('select queue.enqueue($1, $2::jsonb, $3::timestamptz, $4)', [queue, data, '2099-01-01Z', key])
  }
  const words = [
    mark,
    phone,
    customer,
    conversation as string,
    delivery as string,
    message as string,
    job as string,
    chat,
  ]
  return { customerId: customer, conversationId: conversation as string, phone, email, housecallProId, words }
}

const sqlOf = (admin: Sql) => (text: string, values: unknown[]) => admin.unsafe(text, values as never[])

/** The tables, pgboss included, with a row that holds one of the texts anywhere in it. */
export async function tablesWith(admin: Sql, texts: string[]): Promise<string[]> {
  const tables = await admin<{ name: string }[]>`
    select c.oid::regclass::text as name
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await admin.unsafe(
      `select exists (select from ${name} as t where exists (
         select from unnest($1::text[]) as w (word) where position(w.word in t::text) > 0)) as holds`,
      [texts],
    )
    if (row?.holds) found.push(name)
  }
  return found
}
