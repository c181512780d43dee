create or replace function ai.answer_next_appointment(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_job record;
  v_starts timestamp;
begin
  needs_person := false;
  select j.*, l.time_zone into v_job
  from context.customer_job_history as j
  join tenancy.locations as l on l.tenant_id = j.tenant_id and l.id = coalesce(j.location_id, p_conversation.location_id)
  where j.tenant_id = p_conversation.tenant_id
    and j.customer_id = p_conversation.customer_id
    and j.work_status in ('scheduled', 'in_progress')
    -- Somebody who asks while the window passes is asking about this visit.
    and j.scheduled_start > ops.now() - interval '4 hours'
  order by j.scheduled_start, j.id
  limit 1;
  if not found then
    body := 'I don''t see an appointment on the schedule for you. If you''d like one, tell me what you need and which days suit you.';
    return;
  end if;

  v_starts := v_job.scheduled_start at time zone v_job.time_zone;
  body := format(
    'Your next appointment is %s %s%s%s.',
    ai.say_day(v_job.scheduled_start, v_job.time_zone),
    case
      when v_job.arrival_window_minutes > 0 then
        format('between %s and %s', ai.say_time(v_starts::time),
          ai.say_time((v_starts + v_job.arrival_window_minutes * interval '1 minute')::time))
      else 'at ' || ai.say_time(v_starts::time)
    end,
    coalesce(' for ' || lower(left(v_job.service_type, 1)) || substr(v_job.service_type, 2), ''),
    coalesce(' with ' || v_job.technician_name, '')
  );
end
$$;
comment on function ai.answer_next_appointment(memory.conversations, text) is
  'The customer''s next appointment with its arrival window, in the location''s own time, or plainly that there is none.';
