create or replace function api.remove_analyst(p_tenant_id uuid, p_role_name text)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  delete from tenancy.analysts as a where a.role_name = p_role_name and a.tenant_id = p_tenant_id;
  return found;
end
$$;
comment on function api.remove_analyst(uuid, text) is
  'Takes the tenant from an analyst''s login role: from then on it sees no rows. False when it was none of this tenant''s.';
