create or replace function api.get_crm_connection(p_tenant_id uuid, p_provider text, p_company_id text)
returns table (connection_id uuid, location_id uuid, credentials bytea, key_id text)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select c.id, c.location_id, c.credentials, c.key_id
  from tenancy.crm_connections as c
  where c.tenant_id = p_tenant_id and c.provider = p_provider and c.company_id = p_company_id;
end
$$;
comment on function api.get_crm_connection(uuid, text, text) is
  'One account of a tenant with a CRM and its encrypted credentials, which only the edge can open; no row when there is none.';
