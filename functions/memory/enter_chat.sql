create or replace function memory.enter_chat(p_chat memory.chats, p_default_timeout_hours integer default null)
returns memory.conversations
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_location_id uuid;
  v_customer_id uuid;
  v_conversation memory.conversations;
begin
  select e.location_id into strict v_location_id
  from tenancy.channel_endpoints as e
  where e.tenant_id = v_tenant_id and e.id = p_chat.endpoint_id;
  v_conversation := memory.open_conversation(
    v_location_id, p_chat.endpoint_id, 'web', p_chat.id::text, ops.now(),
    memory.conversation_timeout(v_tenant_id, p_default_timeout_hours)
  );
  select r.customer_id into v_customer_id from identity.resolve_or_create_customer('web_user_id', p_chat.id::text, 'web') as r;
  if v_conversation.customer_id is distinct from v_customer_id then
    update memory.conversations as c
    set customer_id = v_customer_id
    where c.tenant_id = v_tenant_id and c.id = v_conversation.id
    returning c.* into v_conversation;
  end if;
  update memory.chats as c
  set customer_id = v_customer_id, last_seen_at = ops.now()
  where c.tenant_id = v_tenant_id and c.id = p_chat.id;
  return v_conversation;
end
$$;
comment on function memory.enter_chat(memory.chats, integer) is
  'The conversation that a chat is at now, with who writes in it entered: the visitor becomes a customer at their first message. The caller holds outreach.lock_address.';
