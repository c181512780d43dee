create or replace function api.resolve_api_key(p_key_hash text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_key record;
  v_rate record;
begin
  select k.tenant_id, k.id, k.name, k.scopes, k.rate_limit_per_minute, t.settings -> 'allowedOrigins' as origins into v_key
  from tenancy.api_keys as k
  join tenancy.tenants as t on t.id = k.tenant_id and t.status = 'active'
  where k.key_hash = p_key_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > ops.now());
  if not found then
    return null;
  end if;
  select r.* into v_rate from ops.take_token(v_key.tenant_id, v_key.id, v_key.rate_limit_per_minute) as r;
  return jsonb_build_object(
    'keyId', v_key.id, 'tenantId', v_key.tenant_id, 'name', v_key.name, 'scopes', to_jsonb(v_key.scopes),
    'allowedOrigins', coalesce(v_key.origins, '[]'),
    'rate', jsonb_build_object(
      'perMinute', v_key.rate_limit_per_minute, 'isExceeded', not v_rate.is_taken, 'remaining', v_rate.remaining,
      'retryAfterSeconds', v_rate.retry_after_seconds
    )
  );
end
$$;
comment on function api.resolve_api_key(text) is
  'The tenant and scopes of an API key by the hexadecimal SHA-256 of its text, and one request off what it may make a minute: {keyId, tenantId, name, scopes, allowedOrigins, rate: {perMinute, isExceeded, remaining, retryAfterSeconds}}; null when unknown, expired, revoked, or the tenant is suspended. It is a transaction of its own, before the request''s.';
