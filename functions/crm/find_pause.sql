create or replace function crm.find_pause(p_run crm.sync_runs)
returns table (reason text, until timestamptz)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_switched_off constant interval := interval '1 hour';
  v_retry_at timestamptz;
  v_night record;
  v_spent bigint;
begin
  if not tenancy.is_enabled(p_run.tenant_id, 'CUSTOMER_CONTEXT_HCP_SYNC') then
    return query select 'switched_off', ops.now() + c_switched_off;
    return;
  end if;

  -- What another process has learned of the account holds for this one.
  select h.retry_at into v_retry_at
  from crm.connection_health as h
  where h.tenant_id = p_run.tenant_id and h.provider = 'housecall' and h.company_id = p_run.company_id
    and h.state in ('open', 'unauthorised') and h.retry_at > ops.now();
  if found then
    return query select 'unavailable', v_retry_at;
    return;
  end if;

  if p_run.requests_per_night is null then
    return;
  end if;
  select n.* into v_night from crm.find_night(p_run.tenant_id, ops.now()) as n;
  if v_night.opens_at > ops.now() then
    return query select 'night', v_night.opens_at;
    return;
  end if;
  select coalesce(sum(r.requests_tonight), 0) into v_spent
  from crm.sync_runs as r
  where r.tenant_id = p_run.tenant_id and r.company_id = p_run.company_id and r.budget_night = v_night.night
    and r.created_at > ops.now() - interval '90 days';
  if v_spent >= p_run.requests_per_night then
    return query select 'budget', n.opens_at from crm.find_night(p_run.tenant_id, v_night.closes_at) as n;
  end if;
end
$$;
comment on function crm.find_pause(crm.sync_runs) is
  'Why a run has to rest, and until when: the flag is off, the account does not answer (breaker, key), by day what reads by night only, the night''s budget of requests is used up; no row when it may go on.';
