create or replace function api.create_tenant(
  p_slug text, p_name text, p_industry text default 'plumbing', p_settings jsonb default '{}', p_is_demo boolean default false,
  p_tenant_id uuid default null
)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_tenant_id uuid := coalesce(p_tenant_id, ops.new_id());
begin
  perform tenancy.set_tenant(v_tenant_id);
  insert into tenancy.tenants (id, slug, name, industry, settings, is_demo)
  values (v_tenant_id, p_slug, p_name, p_industry, p_settings, p_is_demo);
  return v_tenant_id;
end
$$;
comment on function api.create_tenant(text, text, text, jsonb, boolean, uuid) is
  'Creates a business, with the given id or a new one; returns the id. 23505 when the slug is taken, 23514 for settings or a slug that are not valid.';
