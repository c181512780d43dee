create or replace function api.stop_crm_syncs(p_tenant_id uuid, p_run_id uuid default null)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_run crm.sync_runs;
  v_count integer := 0;
begin
  perform tenancy.set_tenant(p_tenant_id);
  -- One at a time: each is held together with its customer.
  for v_run in
    select r.* from crm.sync_runs as r
    where r.tenant_id = p_tenant_id and r.finished_at is null and (p_run_id is null or r.id = p_run_id)
    order by r.customer_id, r.id
  loop
    v_run := crm.lock_sync(v_run.id);
    if v_run.finished_at is null then
      perform crm.finish_sync(v_run, 'stopped');
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end
$$;
comment on function api.stop_crm_syncs(uuid, uuid) is
  'Ends a reading of HousecallPro, or all of a tenant''s, where it is: what was read stays, the request under way is not taken in. Returns how many.';
