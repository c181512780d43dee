create or replace function crm.list_stale(p_customer_ids uuid[])
returns table (customer_id uuid, external_id text, was_synced boolean)
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_fresh_from constant timestamptz := ops.now() - (select s.stale_after from crm.sync_settings(v_tenant_id) as s);
begin
  return query
  select l.customer_id, l.external_id, p.last_hcp_sync_at is not null
  from crm.list_links(p_customer_ids) as l
  join context.customer_context as p on p.tenant_id = v_tenant_id and p.customer_id = l.customer_id
  where p.last_hcp_sync_at is null
    or p.last_hcp_sync_at < v_fresh_from and not exists (
      -- Who was read once is kept fresh by polls.
      select from crm.sync_runs as r
      where r.tenant_id = v_tenant_id and r.kind = 'poll' and r.state = 'done' and r.started_at >= v_fresh_from
    );
end
$$;
comment on function crm.list_stale(uuid[]) is
  'Those of these customers whom HousecallPro knows and who were never read with their jobs, or not within the tenant''s bound (staleMinutes), by each of their ids there.';
