create or replace function api.record_job_event(
  p_tenant_id uuid, p_job_id uuid, p_event jsonb, p_customer_id uuid default null, p_conversation_id uuid default null,
  p_idempotency_key text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_kind constant text := p_event ->> 'kind';
  v_at constant timestamptz := coalesce((p_event ->> 'at')::timestamptz, ops.now());
  v_job context.customer_job_history;
  v_result jsonb;
  v_event_id uuid;
  v_status text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_result := ai.begin_tool_call('record_job_event', p_idempotency_key, jsonb_build_array(p_job_id, p_event));
  if v_result is not null then
    return v_result;
  elsif p_conversation_id is not null and v_kind <> 'note' then
    raise exception 'a reply may only leave a note' using errcode = 'RP005', constraint = 'office_schedules',
      hint = 'Record a note; the office changes the job.';
  elsif v_kind = 'scheduled' and not p_event ? 'scheduledStart' then
    raise exception 'a date is missing' using errcode = 'RP003', hint = 'Send scheduledStart with kind scheduled.';
  end if;
  v_job := context.hold_job(p_job_id, p_customer_id);

  v_status := v_job.work_status;
  if v_job.housecall_pro_job_id is null and v_kind in ('scheduled', 'started', 'completed', 'canceled') then
    if v_status in ('completed', 'canceled') then
      raise exception 'the job is closed' using errcode = 'RP004', hint = 'It is completed or canceled; record a note.';
    end if;
    update context.customer_job_history as j
    set work_status = case v_kind when 'started' then 'in_progress' else v_kind end,
      scheduled_start = case when v_kind = 'scheduled' then (p_event ->> 'scheduledStart')::timestamptz else j.scheduled_start end,
      scheduled_end = case when v_kind = 'scheduled' then (p_event ->> 'scheduledEnd')::timestamptz else j.scheduled_end end,
      completed_at = case when v_kind = 'completed' then v_at end,
      canceled_at = case when v_kind = 'canceled' then v_at end
    where j.tenant_id = p_tenant_id and j.id = v_job.id
    returning j.work_status into v_status;
  end if;
  insert into context.job_events (tenant_id, job_id, kind, at, note, recorded_by)
  values (p_tenant_id, v_job.id, v_kind, v_at, nullif(btrim(p_event ->> 'note'), ''), ops.current_actor())
  returning id into v_event_id;
  return ai.end_tool_call(p_idempotency_key, v_job.customer_id, jsonb_build_object(
    'customerId', v_job.customer_id, 'jobId', v_job.id, 'eventId', v_event_id, 'status', v_status,
    'crm', crm.queue_event_note(v_job, v_event_id)
  ));
end
$$;
comment on function api.record_job_event(uuid, uuid, jsonb, uuid, uuid, text) is
  'Reports what happened on a job: {customerId, jobId, eventId, status, crm: queued | off | not_linked | nothing}. p_event {kind: note | scheduled | on_my_way | started | completed | canceled, at (now), note, scheduledStart, scheduledEnd}. The status of a job of ours follows; that of a CRM''s job is the CRM''s, where a note goes with the setting pushJobs. p_customer_id: whose job it has to be. p_conversation_id: the reply that reports it, which may only leave notes (RP005). RP001 unknown job, RP003 no date, RP004 when the job is closed or the key was used for something else, 23514 for a value.';
