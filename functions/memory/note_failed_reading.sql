create or replace function memory.note_failed_reading(p_conversation_id uuid, p_purpose text, p_reason text, p_tries integer default 1)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_failures integer;
begin
  insert into memory.readings as r (tenant_id, conversation_id, purpose, failures, failed_through, failed_at, failure)
  select c.tenant_id, c.id, p_purpose, p_tries, c.last_message_at, ops.now(), left(p_reason, 60)
  from memory.conversations as c
  where c.tenant_id = tenancy.current_tenant() and c.id = p_conversation_id
  on conflict (tenant_id, conversation_id, purpose) do update
  set failures = case when r.failed_through = excluded.failed_through then r.failures + p_tries else p_tries end,
    failed_through = excluded.failed_through, failed_at = excluded.failed_at, failure = excluded.failure
  returning r.failures into v_failures;
  return coalesce(v_failures, 0);
end
$$;
comment on function memory.note_failed_reading(uuid, text, text, integer) is
  'Counts that a model could not read a conversation as it stands; the second time it is left until something new is said. Returns how often, 0 when the conversation is gone.';
