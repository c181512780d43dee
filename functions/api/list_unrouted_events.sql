create or replace function api.list_unrouted_events(p_limit integer default 50)
returns table (
  id uuid, provider text, kind text, address text, reason text, payload jsonb, received_at timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return query
  select e.id, e.provider, e.kind, e.address, e.reason, e.payload, e.received_at
  from crm.unrouted_events as e
  order by e.received_at desc, e.id desc
  limit least(coalesce(p_limit, 50), 1000);
end
$$;
comment on function api.list_unrouted_events(integer) is
  'Signed events that belonged to no tenant, newest first. For the operator: it spans tenants.';
