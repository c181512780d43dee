create or replace function memory.begin_saving(p_conversation_id uuid)
returns memory.conversations
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_conversation memory.conversations;
begin
  -- Customers before their conversation, as a merge and an erasure take them.
  perform memory.hold_customers(array[p_conversation_id]);
  select c.* into v_conversation
  from memory.conversations as c
  where c.tenant_id = v_tenant_id and c.id = p_conversation_id
  for no key update;
  return v_conversation;
end
$$;
comment on function memory.begin_saving(uuid) is
  'Holds the customers of a conversation, by id, and then it; all null when it is gone. What was read in it is written by one at a time.';
