create or replace function memory.read_through(p_conversation_id uuid, p_output jsonb)
returns timestamptz
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select m.created_at
    from memory.messages as m
    where m.tenant_id = tenancy.current_tenant() and m.conversation_id = p_conversation_id
      and m.id::text = p_output ->> 'readThrough'
  );
end
$$;
comment on function memory.read_through(uuid, jsonb) is 'When the message was said that an answer names as the last it has read; null when it is none of this conversation.';
