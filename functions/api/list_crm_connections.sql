create or replace function api.list_crm_connections(p_tenant_id uuid)
returns table (connection_id uuid, provider text, company_id text, location_id uuid, key_id text, updated_at timestamptz)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select c.id, c.provider, c.company_id, c.location_id, c.key_id, c.updated_at
  from tenancy.crm_connections as c
  where c.tenant_id = p_tenant_id
  order by c.provider, c.company_id;
end
$$;
comment on function api.list_crm_connections(uuid) is 'A tenant''s accounts with CRMs, without their credentials; key_id is the encryption key they were made with.';
