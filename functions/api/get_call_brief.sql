create or replace function api.get_call_brief(p_tenant_id uuid, p_call_id uuid)
returns jsonb
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return ai.brief_call(memory.lock_call(p_call_id));
end
$$;
comment on function api.get_call_brief(uuid, uuid) is
  'What the assistant in a call works with as of now, after something changed: see ai.brief_call. RP001 for an unknown call.';
