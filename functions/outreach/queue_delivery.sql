create or replace function outreach.queue_delivery(
  p_conversation_id uuid, p_purpose text, p_body text, p_role text, p_to_address text, p_answers_message_id uuid,
  p_dedupe_key text, p_expires_at timestamptz, p_is_secret boolean default false,
  p_written_by text default null
)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_conversation memory.conversations;
  v_endpoint record;
  v_message_id uuid := ops.new_id();
  v_delivery_id uuid;
  v_is_to_customer boolean;
  v_is_web boolean;
begin
  select c.* into v_conversation
  from memory.conversations as c
  where c.tenant_id = v_tenant_id and c.id = p_conversation_id;
  if not found then
    raise exception 'no such conversation' using errcode = 'RP001';
  end if;
  v_is_to_customer := p_to_address = v_conversation.address;
  -- Nobody carries it: stored is delivered.
  v_is_web := v_is_to_customer and v_conversation.channel = 'web';

  select e.* into v_endpoint
  from tenancy.channel_endpoints as e
  where e.tenant_id = v_tenant_id and e.is_active
    and e.channel = case when v_is_to_customer then v_conversation.channel else 'sms' end
  order by e.id = v_conversation.endpoint_id desc nulls last, e.location_id = v_conversation.location_id desc, e.id
  limit 1;
  if not found then
    raise exception 'the tenant has no address to send from' using errcode = 'RP004', hint = 'Add a channel endpoint.';
  end if;

  -- What goes to somebody else (the on-call number) is kept with the conversation, but is not the customer's message.
  insert into memory.messages (
    tenant_id, id, conversation_id, customer_id, direction, role, channel, body, provider, status,
    written_by, is_secret, created_at, sent_at, delivered_at
  )
  values (
    v_tenant_id, v_message_id, p_conversation_id, case when v_is_to_customer then v_conversation.customer_id end, 'outbound',
    p_role, v_endpoint.channel, p_body, v_endpoint.provider,
    case when v_is_web then 'delivered' else 'queued' end, p_written_by, p_is_secret,
    case when v_is_web then memory.next_chat_time(v_conversation) else ops.now() end,
    case when v_is_web then ops.now() end, case when v_is_web then ops.now() end
  );
  insert into outreach.deliveries (
    tenant_id, message_id, purpose, channel, endpoint_id, from_address, to_address, dedupe_key, answers_message_id,
    expires_at, state
  )
  values (
    v_tenant_id, v_message_id, p_purpose, v_endpoint.channel, v_endpoint.id, v_endpoint.address, p_to_address, p_dedupe_key,
    p_answers_message_id, p_expires_at, case when v_is_web then 'delivered' else 'queued' end
  )
  on conflict (tenant_id, dedupe_key) do nothing
  returning id into v_delivery_id;
  if v_delivery_id is null then
    delete from memory.messages as m where m.tenant_id = v_tenant_id and m.id = v_message_id;
    return null;
  end if;

  if v_is_to_customer then
    update memory.conversations as c
    set last_message_at = ops.now()
    where c.tenant_id = v_tenant_id and c.id = p_conversation_id;
  end if;
  if not v_is_web then
    perform queue.enqueue(
      'send', jsonb_build_object('tenantId', v_tenant_id, 'deliveryId', v_delivery_id), null, v_delivery_id::text
    );
  end if;
  return v_delivery_id;
end
$$;
comment on function outreach.queue_delivery(uuid, text, text, text, text, uuid, text, timestamptz, boolean, text) is
  'Puts a message into the outbox and enqueues its sending, in the caller''s transaction; returns the delivery''s id, or null when the dedupe key was used before. It goes out from the conversation''s own number; to a chat it is delivered at once. A secret body is blanked once it can no longer be sent. RP001: no such conversation. RP004: the tenant has no number to send from.';
