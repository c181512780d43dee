create or replace function api.revoke_api_key(p_tenant_id uuid, p_key_id uuid)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_revoked_at timestamptz;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select k.revoked_at into v_revoked_at
  from tenancy.api_keys as k
  where k.tenant_id = p_tenant_id and k.id = p_key_id
  for no key update;
  if not found then
    raise exception 'no such API key' using errcode = 'RP001', hint = 'rapport key list shows the keys.';
  end if;
  update tenancy.api_keys as k
  set revoked_at = ops.now()
  where k.tenant_id = p_tenant_id and k.id = p_key_id and k.revoked_at is null;
  return v_revoked_at is null;
end
$$;
comment on function api.revoke_api_key(uuid, uuid) is 'Ends an API key at once; false when it was revoked before. RP001 for an unknown key.';
