create or replace function memory.open_conversation(
  p_location_id uuid, p_endpoint_id uuid, p_channel text, p_address text, p_at timestamptz, p_timeout interval
)
returns memory.conversations
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_previous memory.conversations;
  v_conversation memory.conversations;
  v_keeps_pin boolean;
begin
  select c.* into v_previous
  from memory.conversations as c
  where c.tenant_id = v_tenant_id and c.endpoint_id = p_endpoint_id and c.channel = p_channel and c.address = p_address
  order by c.status = 'open' desc, c.last_message_at desc, c.id desc
  limit 1
  for no key update;
  if v_previous.status = 'open' then
    if v_previous.last_message_at > p_at - p_timeout then
      return v_previous;
    end if;
    update memory.conversations as c
    set status = 'closed', closed_reason = 'timeout', closed_at = ops.now()
    where c.tenant_id = v_tenant_id and c.id = v_previous.id;
  end if;

  v_keeps_pin := coalesce(v_previous.identity_pinned_at > p_at - interval '30 days', false);
  insert into memory.conversations (
    tenant_id, location_id, endpoint_id, channel, address, previous_conversation_id, customer_id, identity_pinned_at
  )
  values (
    v_tenant_id, p_location_id, p_endpoint_id, p_channel, p_address, v_previous.id,
    case when v_keeps_pin then v_previous.customer_id end,
    case when v_keeps_pin and v_previous.customer_id is not null then v_previous.identity_pinned_at end
  )
  returning * into v_conversation;
  return v_conversation;
end
$$;
comment on function memory.open_conversation(uuid, uuid, text, text, timestamptz, interval) is
  'The open conversation with an address on an endpoint, locked; one that was silent for p_timeout before p_at, when the message came, is closed and a new one opened that knows the last. Who a shared number''s party said they are is kept for 30 days. The caller holds outreach.lock_address.';
