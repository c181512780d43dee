create or replace function memory.store_inbound(p_conversation_id uuid, p_customer_id uuid, p_item memory.inbox)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_message_id uuid := ops.new_id();
  v_message constant jsonb := p_item.message;
begin
  insert into memory.messages (
    tenant_id, id, conversation_id, customer_id, direction, role, channel, body, provider, provider_message_id, status,
    num_segments, created_at
  )
  values (
    v_tenant_id, v_message_id, p_conversation_id, p_customer_id, 'inbound', 'customer', p_item.channel,
    left(coalesce(v_message ->> 'body', ''), 65536), 'twilio', p_item.event_key, 'received',
    least((v_message ->> 'numSegments')::integer, 32767), p_item.received_at
  );
  -- Most messages have none, and an insert of no row still runs the table's triggers.
  if jsonb_array_length(coalesce(v_message -> 'media', '[]')) > 0 then
    insert into memory.attachments (tenant_id, message_id, position, url, content_type)
    select v_tenant_id, v_message_id, media.position, media.item ->> 'url', media.item ->> 'contentType'
    from jsonb_array_elements(v_message -> 'media') with ordinality as media (item, position)
    where media.item ->> 'url' ~ '^https?://';
  end if;
  insert into crm.webhook_events (tenant_id, provider, event_key, kind, payload, received_at)
  values (
    v_tenant_id, 'twilio', p_item.event_key, 'sms',
    coalesce(v_message -> 'raw', '{}') || jsonb_build_object('idempotencyToken', v_message -> 'idempotencyToken'),
    p_item.received_at
  )
  on conflict (tenant_id, provider, event_key) do nothing;
  update memory.conversations as c
  set last_message_at = ops.now(), last_inbound_message_id = v_message_id
  where c.tenant_id = v_tenant_id and c.id = p_conversation_id;
  return v_message_id;
end
$$;
comment on function memory.store_inbound(uuid, uuid, memory.inbox) is
  'Stores an inbound text message, its media by reference and the event as it came; it is its conversation''s newest. Returns its id. 23505 when its MessageSid is stored already.';
