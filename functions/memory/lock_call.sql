create or replace function memory.lock_call(p_call_id uuid)
returns memory.calls
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_call memory.calls;
begin
  update memory.calls as c
  set last_seen_at = ops.now()
  where c.tenant_id = tenancy.current_tenant() and c.id = p_call_id
  returning * into v_call;
  if not found then
    raise exception 'there is no call %', p_call_id using errcode = 'RP001';
  end if;
  return v_call;
end
$$;
comment on function memory.lock_call(uuid) is 'A call of the current tenant, locked: something of it was seen just now. RP001 when there is none.';
