create or replace function api.resolve_api_key(p_key_hash text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_key record;
begin
  select k.tenant_id, k.id, k.name, k.scopes into v_key
  from tenancy.api_keys as k
  join tenancy.tenants as t on t.id = k.tenant_id and t.status = 'active'
  where k.key_hash = p_key_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > ops.now());
  if not found then
    return null;
  end if;
  return jsonb_build_object('keyId', v_key.id, 'tenantId', v_key.tenant_id, 'name', v_key.name, 'scopes', to_jsonb(v_key.scopes));
end
$$;
comment on function api.resolve_api_key(text) is
  'The tenant and scopes of an API key by the hexadecimal SHA-256 of its text: {keyId, tenantId, name, scopes}; null when unknown, expired, revoked, or the tenant is suspended.';
