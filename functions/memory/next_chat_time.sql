create or replace function memory.next_chat_time(p_conversation memory.conversations)
returns timestamptz
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- The clock is the transaction's beginning: who waited for another to be stored began before that one ended.
  return greatest(ops.now(), (
    select max(m.created_at) + interval '1 microsecond'
    from memory.messages as m
    where m.tenant_id = p_conversation.tenant_id and m.conversation_id = p_conversation.id
  ));
end
$$;
comment on function memory.next_chat_time(memory.conversations) is
  'When a message of a chat was said: now, and after all that was said before it. The caller holds outreach.lock_address.';
