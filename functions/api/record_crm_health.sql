create or replace function api.record_crm_health(
  p_tenant_id uuid, p_provider text, p_company_id text, p_state text, p_failures integer default 0,
  p_retry_at timestamptz default null, p_error text default null
)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  insert into crm.connection_health as h (
    tenant_id, provider, company_id, state, failures, retry_at, last_error, last_success_at
  )
  values (
    p_tenant_id, p_provider, coalesce(p_company_id, ''), p_state, p_failures, p_retry_at, left(p_error, 200),
    case when p_state = 'closed' then ops.now() end
  )
  on conflict (tenant_id, provider, company_id) do update
  set state = excluded.state, failures = excluded.failures, retry_at = excluded.retry_at,
    last_error = coalesce(excluded.last_error, h.last_error),
    changed_at = case when h.state = excluded.state then h.changed_at else ops.now() end,
    seen_at = ops.now(), last_success_at = coalesce(excluded.last_success_at, h.last_success_at);
end
$$;
comment on function api.record_crm_health(uuid, text, text, text, integer, timestamptz, text) is
  'Notes how an account with a CRM answers: p_state closed (well), open (the circuit breaker holds calls back until p_retry_at), half_open (it tries), unauthorised (the key is turned away). p_company_id: null or empty for the account of the environment. p_error holds no values of customers.';
