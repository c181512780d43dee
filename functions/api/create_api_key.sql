create or replace function api.create_api_key(
  p_tenant_id uuid, p_name text, p_key_hash text, p_key_prefix text, p_scopes text[], p_expires_at timestamptz default null,
  p_rate_limit_per_minute integer default 600
)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_key_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  insert into tenancy.api_keys (tenant_id, name, key_hash, key_prefix, scopes, expires_at, rate_limit_per_minute)
  values (p_tenant_id, p_name, p_key_hash, p_key_prefix, p_scopes, p_expires_at, p_rate_limit_per_minute)
  returning id into v_key_id;
  return v_key_id;
end
$$;
comment on function api.create_api_key(uuid, text, text, text, text[], timestamptz, integer) is
  'Stores an API key by the hexadecimal SHA-256 of its text, which the caller made from a cryptographic random source and shows once. Returns the key''s id. p_rate_limit_per_minute: 1 to 1,000,000 requests. 23514 for an unknown scope or a limit out of range.';
