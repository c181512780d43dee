create or replace function memory.count_helped(p_message_id uuid, p_note_id uuid)
returns bigint
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select count(*)
    from memory.recall_candidates as c
    where c.tenant_id = tenancy.current_tenant() and c.helped_at is not null
      and (c.message_id = p_message_id or c.note_id = p_note_id)
  );
end
$$;
comment on function memory.count_helped(uuid, uuid) is 'How often a message or a note has helped an agent, of the current tenant.';
