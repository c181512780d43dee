create or replace function api.list_crm_syncs(p_tenant_id uuid, p_is_open boolean default null, p_limit integer default 20)
returns setof jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select crm.describe_sync(p_tenant_id, r.id)
  from crm.sync_runs as r
  where r.tenant_id = p_tenant_id and (p_is_open is null or p_is_open = (r.finished_at is null))
  order by r.created_at desc, r.id desc
  limit least(p_limit, 1000);
end
$$;
comment on function api.list_crm_syncs(uuid, boolean, integer) is
  'A tenant''s readings of HousecallPro, each as api.get_crm_sync, the newest first; only open or only ended ones when p_is_open is given.';
