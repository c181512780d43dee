create or replace function api.revoke_api_key(p_tenant_id uuid, p_key_id uuid)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_was_active boolean;
begin
  perform tenancy.set_tenant(p_tenant_id);
  update tenancy.api_keys as k
  set revoked_at = coalesce(k.revoked_at, ops.now())
  from tenancy.api_keys as before
  where k.tenant_id = p_tenant_id and k.id = p_key_id and before.tenant_id = k.tenant_id and before.id = k.id
  returning before.revoked_at is null into v_was_active;
  if v_was_active is null then
    raise exception 'no such API key' using errcode = 'RP001', hint = 'rapport key list shows the keys.';
  end if;
  return v_was_active;
end
$$;
comment on function api.revoke_api_key(uuid, uuid) is 'Ends an API key at once; false when it was revoked before. RP001 for an unknown key.';
