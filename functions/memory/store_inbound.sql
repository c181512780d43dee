create or replace function memory.store_inbound(p_conversation_id uuid, p_customer_id uuid, p_message jsonb)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_message_id uuid := ops.new_id();
begin
  insert into memory.messages (
    tenant_id, id, conversation_id, customer_id, direction, role, channel, body, provider, provider_message_id, status,
    num_segments
  )
  values (
    v_tenant_id, v_message_id, p_conversation_id, p_customer_id, 'inbound', 'customer', 'sms',
    left(coalesce(p_message ->> 'body', ''), 65536), 'twilio', p_message ->> 'messageSid', 'received',
    least((p_message ->> 'numSegments')::integer, 32767)
  );
  -- Most messages have none, and an insert of no row still runs the table's triggers.
  if jsonb_array_length(coalesce(p_message -> 'media', '[]')) > 0 then
    insert into memory.attachments (tenant_id, message_id, position, url, content_type)
    select v_tenant_id, v_message_id, media.position, media.item ->> 'url', media.item ->> 'contentType'
    from jsonb_array_elements(p_message -> 'media') with ordinality as media (item, position)
    where media.item ->> 'url' ~ '^https?://';
  end if;
  insert into crm.webhook_events (tenant_id, provider, event_key, kind, payload)
  values (
    v_tenant_id, 'twilio', p_message ->> 'messageSid', 'sms',
    coalesce(p_message -> 'raw', '{}') || jsonb_build_object('idempotencyToken', p_message -> 'idempotencyToken')
  )
  on conflict (tenant_id, provider, event_key) do nothing;
  update memory.conversations as c
  set last_message_at = ops.now(), last_inbound_message_id = v_message_id
  where c.tenant_id = v_tenant_id and c.id = p_conversation_id;
  return v_message_id;
end
$$;
comment on function memory.store_inbound(uuid, uuid, jsonb) is
  'Stores an inbound text message, its media by reference and the event as it came; it is its conversation''s newest. Returns its id. 23505 when its MessageSid is stored already.';
