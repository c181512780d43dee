create or replace function api.list_changes(p_tenant_id uuid, p_customer_id uuid default null, p_limit integer default 100)
returns table (
  changed_at timestamptz, actor text, request_id text, table_name text, operation text, row_count integer, row_key jsonb,
  customer_id uuid, details jsonb
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select l.at, l.actor, l.request_id, l.table_name, l.operation, l.row_count, l.row_key, l.customer_id, l.details
  from ops.audit_log as l
  where l.tenant_id = p_tenant_id and (p_customer_id is null or l.customer_id = p_customer_id)
  order by l.id desc
  limit least(greatest(coalesce(p_limit, 100), 1), 10000);
end
$$;
comment on function api.list_changes(uuid, uuid, integer) is
  'The audit log of a tenant or of one customer, newest first; p_limit 1 to 10000. details is {before, after} of the columns that changed.';
