create or replace function crm.queue_event_note(p_job context.customer_job_history, p_event_id uuid)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_note text;
begin
  select e.note into v_note
  from context.job_events as e
  where e.tenant_id = p_job.tenant_id and e.id = p_event_id;
  if v_note is null then
    return 'nothing';
  elsif not crm.may_push_jobs(p_job.tenant_id) or not crm.may_push(p_job.tenant_id) then
    return 'off';
  elsif p_job.housecall_pro_job_id is null then
    return 'not_linked';
  end if;
  insert into crm.pushes (tenant_id, customer_id, kind, job_id, content, dedupe_key)
  values (p_job.tenant_id, p_job.customer_id, 'job_note', p_job.id, v_note, 'job_event:' || p_event_id);
  perform crm.enqueue_pushes(p_job.tenant_id, array[p_job.customer_id], ops.now());
  return 'queued';
end
$$;
comment on function crm.queue_event_note(context.customer_job_history, uuid) is
  'Queues the note of a job event for the job at HousecallPro: queued, or why not: nothing (no note), off, not_linked (the job is not there).';
