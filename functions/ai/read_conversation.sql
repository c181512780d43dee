create or replace function ai.read_conversation(p_conversation_id uuid)
returns memory.conversations
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  v_conversation memory.conversations;
begin
  select c.* into v_conversation
  from memory.conversations as c
  where c.tenant_id = tenancy.current_tenant() and c.id = p_conversation_id;
  if v_conversation.is_ambiguous and v_conversation.identity_pinned_at is null
    or not tenancy.is_enabled(v_conversation.tenant_id, 'CUSTOMER_CONTEXT_ENABLED')
    or v_conversation.channel = 'web' and not memory.is_chat_of(v_conversation.address, v_conversation.customer_id)
  then
    v_conversation.customer_id := null;
  end if;
  return v_conversation;
end
$$;
comment on function ai.read_conversation(uuid) is
  'A conversation as replies may see it: customer_id is null while it is not clear (or in a chat not proved) who is writing, and when the tenant switched CUSTOMER_CONTEXT_ENABLED off. All null when there is no such conversation.';
