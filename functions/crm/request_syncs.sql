create or replace function crm.request_syncs(p_customer_ids uuid[], p_requested_by text)
returns integer
language plpgsql
volatile
strict
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_company_id text;
  v_started integer;
begin
  if not crm.is_sync_on(v_tenant_id) then
    return 0;
  end if;
  select a into v_company_id from crm.list_accounts(v_tenant_id) with ordinality as a (a, place) order by place limit 1;
  -- In order of the ids: jobs of several keys are enqueued by two at once.
  select count(*) filter (where s.is_new) into v_started
  from (
    select jsonb_populate_record(null::crm.sync_runs, jsonb_build_object(
      'tenant_id', v_tenant_id, 'kind', 'customer', 'company_id', v_company_id, 'customer_id', l.customer_id,
      'external_id', l.external_id, 'requested_by', p_requested_by
    )) as run
    from crm.list_stale(p_customer_ids) as l
    order by l.external_id
    offset 0
  ) as wanted
  cross join lateral crm.start_sync(wanted.run) as s;
  return v_started;
end
$$;
comment on function crm.request_syncs(uuid[], text) is
  'Begins to read those of these customers of the current tenant whose HousecallPro data are missing or stale; each once at a time. Returns how many were begun; none where the sync is off.';
