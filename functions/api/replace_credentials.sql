create or replace function api.replace_credentials(
  p_tenant_id uuid, p_connection_id uuid, p_old_credentials bytea, p_credentials bytea, p_key_id text
)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  update tenancy.crm_connections as c
  set credentials = p_credentials, key_id = p_key_id
  where c.tenant_id = p_tenant_id and c.id = p_connection_id and c.credentials = p_old_credentials;
  return found;
end
$$;
comment on function api.replace_credentials(uuid, uuid, bytea, bytea, text) is
  'Puts the same credentials, encrypted with another key, in the place of those that were read; false when somebody stored new ones in between.';
