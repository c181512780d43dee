-- owner: rapport_owner
create or replace function api.list_inbox(p_limit integer default 100)
returns table (tenant_id uuid, channel text, address text)
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
  select w.tenant_id, w.channel::text, w.address
  from (
    select i.tenant_id, i.channel, i.address, min(i.due_at) as since
    from (
      select o.tenant_id, o.channel, o.address, o.due_at from memory.inbox as o where o.due_at <= ops.now() order by o.due_at limit c_seen
    ) as i
    group by i.tenant_id, i.channel, i.address
  ) as w
  order by row_number() over (partition by w.tenant_id order by w.since), w.since
  limit p_limit;
end
$$;
comment on function api.list_inbox(integer) is
  'Addresses of all tenants whose messages wait to be taken in (api.process_inbox), oldest first, tenants taking turns.';
