create or replace function api.record_sync_failure(
  p_tenant_id uuid, p_run_id uuid, p_claim_id uuid, p_step integer, p_code text, p_message text default null,
  p_retry_after_seconds numeric default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_key_refused constant interval := interval '15 minutes';
  c_longest constant interval := interval '15 minutes';
  c_most_failures constant integer := 8;
  v_run crm.sync_runs;
  v_step crm.sync_steps;
  v_is_record boolean;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_run := crm.lock_sync(p_run_id);
  select s.* into v_step
  from crm.sync_steps as s
  where s.tenant_id = p_tenant_id and s.run_id = p_run_id and s.ordinal = p_step and s.state = 'open';
  if v_run.claim_id is distinct from p_claim_id or v_step.run_id is null then
    return jsonb_build_object('action', 'none', 'state', case when v_run.finished_at is null then 'lost' else v_run.state end);
  end if;
  v_is_record := v_step.external_id is not null;
  v_run := crm.count_sync_requests(v_run, (p_code not in ('circuit_open', 'aborted'))::integer);

  if p_code = 'aborted' then
    update crm.sync_runs as r
    set state = 'queued', claim_id = null, claimed_until = null
    where r.tenant_id = p_tenant_id and r.id = p_run_id;
    perform crm.enqueue_sync(v_run);
    return jsonb_build_object('action', 'none', 'state', 'queued');
  elsif p_code in ('not_found', 'gone') and v_is_record then
    perform crm.record_absence(v_run, v_step);
    return crm.next_sync_step(p_run_id);
  elsif p_code = 'unauthorised' then
    perform crm.fail_sync_step(v_run, v_step, p_code, p_message);
    perform crm.mark_key_refused(v_run, ops.now() + c_key_refused);
    return crm.pause_sync(v_run, 'unauthorised', ops.now() + c_key_refused);
  elsif p_code in ('circuit_open', 'rate_limited') then
    -- Not this request's fault.
    return crm.pause_sync(
      v_run, p_code, ops.now() + make_interval(secs => least(greatest(coalesce(p_retry_after_seconds, 30), 1), 3600)::double precision)
    );
  elsif v_step.failures + 1 < c_most_failures and p_code in ('unavailable', 'timed_out', 'malformed', 'not_taken_in') then
    perform crm.fail_sync_step(v_run, v_step, p_code, p_message);
    return crm.pause_sync(v_run, 'unavailable', ops.now() + greatest(
      least(interval '15 seconds' * 2 ^ v_step.failures, c_longest),
      make_interval(secs => least(coalesce(p_retry_after_seconds, 0), 3600)::double precision)
    ));
  end if;

  perform crm.fail_sync_step(v_run, v_step, p_code, p_message);
  if v_run.kind in ('customer', 'lookup') or not v_is_record then
    -- A list with a hole would be taken for the whole.
    return crm.finish_sync(v_run, 'failed', format('%s: %s', v_step.resource, coalesce(p_message, p_code)));
  end if;
  update crm.sync_steps as s
  set state = 'skipped'
  where s.tenant_id = p_tenant_id and s.run_id = p_run_id and s.ordinal = p_step;
  return crm.next_sync_step(p_run_id);
end
$$;
comment on function api.record_sync_failure(uuid, uuid, uuid, integer, text, text, numeric) is
  'Notes that a request of a run failed, and says what is next (as api.claim_sync_step). p_code: not_found, gone (the record is marked as deleted), unauthorised, circuit_open, rate_limited, unavailable, timed_out, malformed, not_taken_in (our own fault; the run rests and goes on by itself; one record that fails eight times is left out, a list ends the run), aborted (handed back to its queue), anything else (left out, or the end of the run). p_message holds no values of customers.';
