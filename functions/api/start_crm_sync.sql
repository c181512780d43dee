create or replace function api.start_crm_sync(
  p_tenant_id uuid, p_kind text, p_requested_by text, p_company_id text default null, p_by_night boolean default false
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_company_id text;
  v_found record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if p_kind not in ('poll', 'active', 'full', 'reconcile') then
    raise exception 'unknown kind of sync' using errcode = 'RP003', hint = 'Use poll, active, full or reconcile.';
  end if;
  v_company_id := crm.choose_account(p_tenant_id, p_company_id);
  select s.* into v_found
  from crm.start_sync(jsonb_populate_record(null::crm.sync_runs, jsonb_build_object(
    'tenant_id', p_tenant_id, 'kind', p_kind, 'company_id', v_company_id, 'requested_by', p_requested_by,
    'requests_per_night', case when p_by_night then (select t.requests_per_night from crm.sync_settings(p_tenant_id) as t) end
  ))) as s;
  if not p_by_night and not v_found.is_new then
    -- Who asks for it now does not wait for the night.
    update crm.sync_runs as r
    set requests_per_night = null,
      state = case when r.pause_reason in ('night', 'budget') then 'queued' else r.state end,
      resume_at = case when r.pause_reason in ('night', 'budget') then null else r.resume_at end,
      pause_reason = case when r.pause_reason in ('night', 'budget') then null else r.pause_reason end
    where r.tenant_id = p_tenant_id and r.id = v_found.run_id and r.requests_per_night is not null;
    if found then
      perform crm.enqueue_sync(r) from crm.sync_runs as r where r.tenant_id = p_tenant_id and r.id = v_found.run_id;
    end if;
  end if;
  return crm.describe_sync(p_tenant_id, v_found.run_id);
end
$$;
comment on function api.start_crm_sync(uuid, text, text, text, boolean) is
  'Begins a reading of HousecallPro over many customers (poll, active, full, reconcile) and enqueues it, or returns the one that is open already: as api.get_crm_sync. p_company_id: which account, else the oldest. p_by_night: within the night and its budget; without it an open one stops waiting for them. RP004 when the tenant has no such account or the flag is off, RP003 for an unknown kind.';
