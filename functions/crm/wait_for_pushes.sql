create or replace function crm.wait_for_pushes(p_has_credentials boolean, out reason text, out until timestamptz)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  if not tenancy.is_enabled(v_tenant_id, 'CUSTOMER_CONTEXT_HCP_SYNC') then
    reason := 'the sync with HousecallPro is off';
  elsif not p_has_credentials then
    reason := 'no credentials for HousecallPro';
    until := crm.pause_pushes(reason, 900, false);
  else
    select s.reason, s.until into reason, until
    from crm.push_pauses as s
    where s.tenant_id = v_tenant_id and s.until > ops.now();
  end if;
end
$$;
comment on function crm.wait_for_pushes(boolean, out text, out timestamptz) is 'Why none of the current tenant''s pushes is worked on now, and until when; both null when they are.';
