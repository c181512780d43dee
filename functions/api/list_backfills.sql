create or replace function api.list_backfills(p_tenant_id uuid, p_limit integer default 20)
returns setof jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select intake.describe_backfill(r)
  from intake.backfill_runs as r
  where r.tenant_id = p_tenant_id
  order by r.started_at desc, r.id desc
  limit least(p_limit, 1000);
end
$$;
comment on function api.list_backfills(uuid, integer) is
  'A tenant''s runs of bringing in history, each as api.start_backfill, the newest first.';
