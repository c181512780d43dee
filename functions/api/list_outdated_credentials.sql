-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
-- owner: rapport_owner
create or replace function api.list_outdated_credentials(p_key_id text, p_after uuid default null, p_limit integer default 100)
returns table (tenant_id uuid, connection_id uuid, provider text, credentials bytea, key_id text)
language sql
stable
security definer
set search_path = ''
as $$
  select c.tenant_id, c.id, c.provider, c.credentials, c.key_id
  from tenancy.crm_connections as c
  where c.key_id <> p_key_id and (p_after is null or c.id > p_after)
  order by c.id
  limit least(greatest(coalesce(p_limit, 100), 1), 1000)
$$;
comment on function api.list_outdated_credentials(text, uuid, integer) is
  'Encrypted credentials of all tenants that were made with another key than p_key_id, for rotation, in the order of their connections'' ids from p_after on; at most p_limit (1 to 1000).';
