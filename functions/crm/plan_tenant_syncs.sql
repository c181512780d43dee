create or replace function crm.plan_tenant_syncs(p_tenant_id uuid)
returns integer
language plpgsql
volatile
strict
security invoker
set search_path = ''
as $$
declare
  c_forgotten constant interval := interval '5 minutes';
  v_started integer;
  v_night record;
begin
  -- Whose job to read what technicians wrote was given up on, or never came.
  if exists (select from context.unread_jobs as u where u.tenant_id = p_tenant_id and u.error is null) then
    perform queue.enqueue('derive_findings', jsonb_build_object('tenantId', p_tenant_id), p_singleton_key => p_tenant_id::text);
  end if;
  if not crm.is_sync_on(p_tenant_id) then
    return 0;
  end if;
  -- Whose worker died without handing it back.
  perform crm.enqueue_sync(r)
  from (
    select o.* from crm.sync_runs as o
    where o.tenant_id = p_tenant_id and o.finished_at is null
      and coalesce(o.claimed_until, o.resume_at, o.created_at) < ops.now() - c_forgotten
    order by o.id
    offset 0
  ) as r;

  select n.*, n.opens_at <= ops.now() as is_now, extract(isodow from n.night) = 7 as is_sunday into v_night
  from crm.find_night(p_tenant_id, ops.now()) as n;
  select count(*) filter (where s.is_new) into v_started
  from (
    select jsonb_populate_record(null::crm.sync_runs, jsonb_build_object(
      'tenant_id', p_tenant_id, 'kind', k.kind, 'company_id', a.company_id, 'requested_by', 'schedule',
      'night', case when k.is_nightly then v_night.night end,
      'requests_per_night', case when k.is_nightly then (select t.requests_per_night from crm.sync_settings(p_tenant_id) as t) end
    )) as run
    from crm.list_accounts(p_tenant_id) as a (company_id)
    cross join (values (1, 'poll', false), (2, 'active', true), (3, 'full', true), (4, 'reconcile', true)) as k (place, kind, is_nightly)
    where k.kind = 'poll'
      or v_night.is_now and (
        k.kind = 'active'
        or k.kind = 'full' and not exists (
          select from crm.sync_runs as r
          where r.tenant_id = p_tenant_id and r.company_id = a.company_id and r.kind = 'full' and r.state <> 'failed'
        )
        or k.kind = 'reconcile' and v_night.is_sunday and exists (
          select from crm.sync_runs as r
          where r.tenant_id = p_tenant_id and r.company_id = a.company_id and r.kind = 'full' and r.state = 'done'
        )
      )
    order by a.company_id, k.place
    offset 0
  ) as wanted
  cross join lateral crm.start_sync(wanted.run) as s;
  return v_started;
end
$$;
comment on function crm.plan_tenant_syncs(uuid) is
  'Begins what is due of a tenant, see api.plan_crm_syncs: what is planned for a night once, however often this is called and however the clocks are set. Returns how many were begun.';
