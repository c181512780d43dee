create or replace function ai.mark_needs_person(p_conversation_id uuid, p_reason text)
returns void
language plpgsql
volatile
strict
set search_path = ''
as $$
begin
  update memory.conversations as c
  set needs_person_at = ops.now(), needs_person_reason = p_reason
  where c.tenant_id = tenancy.current_tenant() and c.id = p_conversation_id and c.needs_person_at is null;
end
$$;
comment on function ai.mark_needs_person(uuid, text) is 'Puts a conversation before a person; the first reason stays until somebody has dealt with it.';
