create or replace function memory.seed_conversations(p_tenant_id uuid, p_seed jsonb, p_today date)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_conversations integer;
  v_messages integer;
  v_notes integer;
begin
  insert into memory.conversations (
    tenant_id, id, location_id, endpoint_id, channel, address, customer_id, status, closed_reason, opened_at, last_message_at, closed_at,
    enriched_through, compressed_through
  )
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, concat_ws('/', 'conversation', c.key, v.place)), l.id, e.id, v.channel,
    coalesce(v.address, c.identities -> 0 ->> 'value'), tenancy.seed_id(p_tenant_id, 'customer/' || c.key), 'closed', 'timeout',
    t.at, u.ended_at, t.at + interval '1 day',
    -- What is to be remembered of them stands in the seed as well.
    u.ended_at, u.ended_at
  from jsonb_to_recordset(p_seed -> 'customers') as c (key text, location text, identities jsonb, conversations jsonb)
  join tenancy.locations as l on l.tenant_id = p_tenant_id and l.slug = c.location
  cross join lateral rows from (
    jsonb_to_recordset(coalesce(c.conversations, '[]')) as (channel text, address text, "daysAgo" integer, hour integer, messages jsonb)
  ) with ordinality as v (channel, address, days_ago, hour, messages, place)
  cross join lateral (
    select ((p_today - v.days_ago) + v.hour * interval '1 hour') at time zone l.time_zone as at
  ) as t
  cross join lateral (select t.at + (jsonb_array_length(v.messages) - 1) * interval '3 minutes' as ended_at) as u
  left join tenancy.channel_endpoints as e
    on e.tenant_id = p_tenant_id and e.id = tenancy.seed_id(p_tenant_id, 'endpoint/' || l.phone) and e.channel = v.channel
  on conflict do nothing;
  get diagnostics v_conversations = row_count;

  insert into memory.messages (
    tenant_id, id, conversation_id, customer_id, direction, role, channel, body, provider, status, created_at
  )
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, concat_ws('/', 'message', c.key, v.place, m.place)), o.id, o.customer_id,
    case m.message ->> 0 when 'customer' then 'inbound' else 'outbound' end, m.message ->> 0, o.channel, m.message ->> 1,
    case o.channel when 'web' then 'web' when 'sms' then 'twilio' else 'none' end,
    case m.message ->> 0 when 'customer' then 'received' else 'delivered' end, o.opened_at + (m.place - 1) * interval '3 minutes'
  from jsonb_to_recordset(p_seed -> 'customers') as c (key text, conversations jsonb)
  cross join lateral jsonb_array_elements(coalesce(c.conversations, '[]')) with ordinality as v (conversation, place)
  cross join lateral jsonb_array_elements(v.conversation -> 'messages') with ordinality as m (message, place)
  join memory.conversations as o
    on o.tenant_id = p_tenant_id and o.id = tenancy.seed_id(p_tenant_id, concat_ws('/', 'conversation', c.key, v.place))
  on conflict do nothing;
  get diagnostics v_messages = row_count;

  insert into memory.memory_notes (tenant_id, id, customer_id, kind, note, quote, source, valid_from, recorded_at)
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, concat_ws('/', 'note', c.key, n.place)),
    tenancy.seed_id(p_tenant_id, 'customer/' || c.key), n.kind, n.note, n.quote, 'demo',
    (p_today - n.days_ago)::timestamptz, (p_today - n.days_ago)::timestamptz
  from jsonb_to_recordset(p_seed -> 'customers') as c (key text, notes jsonb)
  cross join lateral rows from (
    jsonb_to_recordset(coalesce(c.notes, '[]')) as (kind text, note text, quote text, "daysAgo" integer)
  ) with ordinality as n (kind, note, quote, days_ago, place)
  on conflict do nothing;
  get diagnostics v_notes = row_count;

  return jsonb_build_object('conversations', v_conversations, 'messages', v_messages, 'notes', v_notes);
end
$$;
comment on function memory.seed_conversations(uuid, jsonb, date) is
  'Past conversations (messages are [role, text]) and notes of a seed, dates counted from p_today; what exists is left alone. Returns how many were new.';
