create or replace function api.list_crm_health(p_tenant_id uuid)
returns table (
  provider text, company_id text, state text, failures integer, retry_at timestamptz, last_error text, changed_at timestamptz,
  last_success_at timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select h.provider, h.company_id, h.state, h.failures, h.retry_at, h.last_error, h.changed_at, h.last_success_at
  from crm.connection_health as h
  where h.tenant_id = p_tenant_id
  order by h.provider, h.company_id;
end
$$;
comment on function api.list_crm_health(uuid) is
  'How a tenant''s accounts with CRMs answer, as api.record_crm_health noted it last.';
