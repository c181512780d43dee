-- owner: rapport_owner
create or replace function api.list_outdated_credentials(p_key_id text, p_limit integer default 100)
returns table (tenant_id uuid, connection_id uuid, provider text, credentials bytea, key_id text)
language sql
stable
security definer
set search_path = ''
as $$
  select c.tenant_id, c.id, c.provider, c.credentials, c.key_id
  from tenancy.crm_connections as c
  where c.key_id <> p_key_id
  order by c.tenant_id, c.id
  limit least(greatest(coalesce(p_limit, 100), 1), 1000)
$$;
comment on function api.list_outdated_credentials(text, integer) is
  'Encrypted credentials of all tenants that were made with another key than p_key_id, for rotation; at most p_limit (1 to 1000).';
