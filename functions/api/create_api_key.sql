create or replace function api.create_api_key(
  p_tenant_id uuid, p_name text, p_key_hash text, p_key_prefix text, p_scopes text[], p_expires_at timestamptz default null
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
  insert into tenancy.api_keys (tenant_id, name, key_hash, key_prefix, scopes, expires_at)
  values (p_tenant_id, p_name, p_key_hash, p_key_prefix, p_scopes, p_expires_at)
  returning id into v_key_id;
  return v_key_id;
end
$$;
comment on function api.create_api_key(uuid, text, text, text, text[], timestamptz) is
  'Stores an API key by the hexadecimal SHA-256 of its text, which the caller made from a cryptographic random source and shows once. Returns the key''s id. 23514 for an unknown scope.';
