create or replace function api.list_reads(p_tenant_id uuid, p_customer_id uuid default null, p_limit integer default 100)
returns table (read_at timestamptz, key_id uuid, key_name text, route text, request_id text, customer_id uuid)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select l.at, l.key_id, k.name, l.route, l.request_id, l.customer_id
  from ops.access_log as l
  left join tenancy.api_keys as k on k.tenant_id = l.tenant_id and k.id = l.key_id
  where l.tenant_id = p_tenant_id and (p_customer_id is null or l.customer_id = p_customer_id)
  order by l.at desc, l.id desc
  limit least(greatest(coalesce(p_limit, 100), 1), 10000);
end
$$;
comment on function api.list_reads(uuid, uuid, integer) is
  'Who read the customers of a tenant, or one of them, newest first; p_limit 1 to 10000. An entry appears some seconds after the reading.';
