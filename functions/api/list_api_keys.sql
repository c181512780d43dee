create or replace function api.list_api_keys(p_tenant_id uuid)
returns table (
  key_id uuid, name text, key_prefix text, scopes text[], created_at timestamptz, last_used_at timestamptz, expires_at timestamptz,
  revoked_at timestamptz, rate_limit_per_minute integer
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select k.id, k.name, k.key_prefix, k.scopes, k.created_at, k.last_used_at, k.expires_at, k.revoked_at,
    k.rate_limit_per_minute
  from tenancy.api_keys as k
  where k.tenant_id = p_tenant_id
  order by k.created_at;
end
$$;
comment on function api.list_api_keys(uuid) is 'A tenant''s API keys, oldest first, without their hashes.';
