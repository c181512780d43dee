-- owner: rapport_owner
create or replace function api.list_crm_inbox(p_limit integer default 100)
returns table (tenant_id uuid, event_id uuid)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  -- A backlog is looked at from its old end, so that looking costs the same however long it is.
  c_seen constant integer := 2000;
begin
  return query
  select w.tenant_id, w.id
  from (
    select distinct on (o.tenant_id, o.resource) o.tenant_id, o.id, o.received_at
    from (
      select e.tenant_id, e.id, e.resource, e.received_at
      from crm.webhook_events as e
      where e.processed_at is null and e.outcome is null and e.resource is not null
      order by e.received_at
      limit c_seen
    ) as o
    order by o.tenant_id, o.resource, o.received_at, o.id
  ) as w
  order by row_number() over (partition by w.tenant_id order by w.received_at, w.id), w.received_at, w.id
  limit p_limit;
end
$$;
comment on function api.list_crm_inbox(integer) is
  'Events of HousecallPro of all tenants that were acknowledged and not worked on yet, one of each record (api.process_crm_inbox): of the oldest 2,000 that wait, tenants taking turns.';
