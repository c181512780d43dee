create or replace function api.add_analyst(p_tenant_id uuid, p_role_name text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  insert into tenancy.analysts (role_name, tenant_id) values (p_role_name, p_tenant_id);
end
$$;
comment on function api.add_analyst(uuid, text) is
  'Gives a login role the tenant whose rows it sees in schema analytics, for good: a role never changes its tenant. The role itself is made by `rapport analyst create`, which needs the right to. 23505 when the role has a tenant.';
