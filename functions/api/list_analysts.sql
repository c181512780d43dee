create or replace function api.list_analysts(p_tenant_id uuid)
returns table (role_name text, created_at timestamptz)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select a.role_name, a.created_at from tenancy.analysts as a where a.tenant_id = p_tenant_id order by a.role_name;
end
$$;
comment on function api.list_analysts(uuid) is 'The login roles that see a tenant''s rows in schema analytics.';
