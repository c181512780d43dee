create or replace function api.update_tenant_settings(p_tenant_id uuid, p_settings jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_settings jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  -- A null takes its setting away; one inside a setting is the setting's own.
  update tenancy.tenants as t
  set settings = (t.settings || p_settings)
    - array(select jsonb_path_query(p_settings, 'strict $.keyvalue() ? (@.value == null).key', silent => true) #>> '{}')
  where t.id = p_tenant_id
  returning t.settings into v_settings;
  if not found then
    raise exception 'no such tenant' using errcode = 'RP001';
  end if;
  return v_settings;
end
$$;
comment on function api.update_tenant_settings(uuid, jsonb) is
  'Lays new settings over a tenant''s; null removes one. Returns all of them. 23514 for an unknown key or a value out of range, RP001 for an unknown tenant.';
