create or replace function api.save_crm_connection(
  p_tenant_id uuid, p_provider text, p_company_id text, p_credentials bytea, p_key_id text, p_location_id uuid default null
)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_connection_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  insert into tenancy.crm_connections as c (tenant_id, provider, company_id, location_id, credentials, key_id)
  values (p_tenant_id, p_provider, p_company_id, p_location_id, p_credentials, p_key_id)
  on conflict (tenant_id, provider, company_id) do update
  set credentials = excluded.credentials, key_id = excluded.key_id, location_id = coalesce(excluded.location_id, c.location_id)
  returning c.id into v_connection_id;
  delete from crm.push_pauses as s where s.tenant_id = p_tenant_id;
  return v_connection_id;
end
$$;
comment on function api.save_crm_connection(uuid, text, text, bytea, text, uuid) is
  'Stores a tenant''s account with a CRM (housecall, shopmonkey), or its new credentials, as the edge encrypted them with the key named p_key_id. Returns the connection''s id. 23514 for an unknown provider, 23503 for an unknown location.';
