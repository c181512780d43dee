create or replace function api.touch_call(p_tenant_id uuid, p_call_id uuid)
returns void
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform memory.lock_call(p_call_id);
end
$$;
comment on function api.touch_call(uuid, uuid) is
  'A call is still going on: said every half minute by whoever holds its stream, so that api.close_lost_calls leaves it alone. RP001 for an unknown call.';
