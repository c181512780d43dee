create or replace function api.import_messages(p_tenant_id uuid, p_source text, p_rows jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_location_id uuid;
  v_known integer;
  v_created integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if jsonb_typeof(p_rows) <> 'array' or jsonb_array_length(p_rows) > 1000 then
    raise exception 'too many rows' using errcode = 'RP003', hint = 'An array of at most 1000 rows a call.';
  end if;
  select l.id into v_location_id from tenancy.locations as l where l.tenant_id = p_tenant_id and l.is_default;
  if not found then
    raise exception 'the tenant has no location' using errcode = 'RP004', hint = 'Create a location first.';
  end if;

  insert into memory.conversations (
    tenant_id, id, location_id, channel, address, customer_id, status, opened_at, last_message_at, closed_at
  )
  select p_tenant_id, tenancy.seed_id(p_tenant_id, concat_ws('/', 'import', p_source, 'thread', r."threadId")), v_location_id,
    min(r.channel), coalesce(min((
      select i.value from identity.customer_identities as i
      where i.tenant_id = p_tenant_id and i.customer_id = m.customer_id
        and i.type = case r.channel when 'email' then 'email' when 'web' then 'web_user_id' else 'phone' end
      order by i.is_primary desc, i.created_at, i.id
      limit 1
    )), 'imported'), min(m.customer_id::text)::uuid, 'closed', min(r.at), max(r.at), max(r.at)
  from jsonb_to_recordset(p_rows) as r ("threadId" text, "customerId" text, channel text, at timestamptz)
  join identity.imported_customers as m on m.tenant_id = p_tenant_id and m.source = p_source and m.external_id = r."customerId"
  group by r."threadId"
  on conflict (tenant_id, id) do update
  set opened_at = least(memory.conversations.opened_at, excluded.opened_at),
    last_message_at = greatest(memory.conversations.last_message_at, excluded.last_message_at),
    closed_at = greatest(memory.conversations.closed_at, excluded.closed_at);

  select count(*) into v_known
  from jsonb_to_recordset(p_rows) as r ("customerId" text)
  join identity.imported_customers as m on m.tenant_id = p_tenant_id and m.source = p_source and m.external_id = r."customerId";
  insert into memory.messages (
    tenant_id, id, conversation_id, customer_id, direction, role, channel, body, provider, status, created_at
  )
  select p_tenant_id, tenancy.seed_id(p_tenant_id, concat_ws('/', 'import', p_source, 'message', r."messageId")),
    tenancy.seed_id(p_tenant_id, concat_ws('/', 'import', p_source, 'thread', r."threadId")), m.customer_id,
    case r.role when 'customer' then 'inbound' else 'outbound' end, r.role, r.channel, left(r.body, 65536), 'none',
    case r.role when 'customer' then 'received' else 'delivered' end, r.at
  from jsonb_to_recordset(p_rows) as r (
    "messageId" text, "threadId" text, "customerId" text, channel text, role text, body text, at timestamptz
  )
  join identity.imported_customers as m on m.tenant_id = p_tenant_id and m.source = p_source and m.external_id = r."customerId"
  on conflict (tenant_id, id) do nothing;
  get diagnostics v_created = row_count;
  return jsonb_build_object(
    'created', v_created, 'known', v_known - v_created, 'skipped', jsonb_array_length(p_rows) - v_known
  );
end
$$;
comment on function api.import_messages(uuid, text, jsonb) is
  'Imports at most 1000 messages of another system whose customers were imported before: [{messageId, threadId, customerId (all there), channel, role: customer | assistant | staff | system, body, at}] into closed conversations, one a thread. {created, known, skipped: their customer is not imported, or was erased}. The same rows again change nothing. RP003 for more rows, RP004 without a location.';
