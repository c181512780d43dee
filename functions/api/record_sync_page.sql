create or replace function api.record_sync_page(
  p_tenant_id uuid, p_run_id uuid, p_claim_id uuid, p_step integer, p_rows jsonb, p_page jsonb default null,
  p_seen_at timestamptz default null, p_phones jsonb default '{}'
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
declare
  v_run crm.sync_runs;
  v_step crm.sync_steps;
  v_counts jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform crm.lock_intake();
  v_run := crm.lock_sync(p_run_id);
  select s.* into v_step
  from crm.sync_steps as s
  where s.tenant_id = p_tenant_id and s.run_id = p_run_id and s.ordinal = p_step and s.state = 'open';
  if v_run.claim_id is distinct from p_claim_id or v_step.run_id is null then
    return jsonb_build_object('action', 'none', 'state', case when v_run.finished_at is null then 'lost' else v_run.state end);
  end if;

  v_counts := crm.ingest_sync_rows(
    v_run, v_step, p_rows, p_page, least(p_seen_at, ops.now()), coalesce(p_phones, '{}')
  );
  perform crm.attach_customer(v_run);
  v_run := crm.count_sync_requests(v_run, 1, v_counts);
  update crm.connection_health as h
  set state = 'closed', failures = 0, retry_at = null, changed_at = ops.now(), last_success_at = ops.now()
  where h.tenant_id = p_tenant_id and h.provider = 'housecall' and h.company_id = v_run.company_id and h.state = 'unauthorised';
  perform crm.advance_sync_step(v_run, v_step, p_rows, p_page);
  return crm.next_sync_step(p_run_id);
end
$$;
comment on function api.record_sync_page(uuid, uuid, uuid, integer, jsonb, jsonb, timestamptz, jsonb) is
  'Takes in what one request brought, notes how far the run is, and says what is next (as api.claim_sync_step), in one transaction: a worker that dies reads one page again at most. p_rows: the records as HousecallPro sent them; p_page: {page, totalPages, totalItems} of a list; p_seen_at: when the request was made; p_phones: E.164 by number as it was sent. {action: none, state: lost} when the claim is another''s by now: nothing is taken in.';
