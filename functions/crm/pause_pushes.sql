create or replace function crm.pause_pushes(p_reason text, p_seconds numeric, p_grows boolean)
returns timestamptz
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_until timestamptz;
begin
  insert into crm.push_pauses as s (tenant_id, reason, until)
  values (tenancy.current_tenant(), p_reason, ops.now() + least(p_seconds, 21600) * interval '1 second')
  on conflict (tenant_id) do update
  set reason = excluded.reason, failures = least(s.failures + 1, 100),
    until = ops.now() + least(p_seconds * case when p_grows then 2 ^ least(s.failures, 10) else 1 end, 21600) * interval '1 second'
  returning s.until into v_until;
  return v_until;
end
$$;
comment on function crm.pause_pushes(text, numeric, boolean) is
  'Lets all pushes of the current tenant wait for so many seconds, with p_grows twice as long each time until one gets through, at most 6 hours. Returns until when.';
