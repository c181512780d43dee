create or replace function ai.answer_technician(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_text text := ai.normalize_message(p_text);
  v_is_wish boolean := v_text ~ '\m(again|same|want|like|can|could|send|please)\M' and v_text !~ '\m(who|which|what)\M';
  v_next record;
  v_last record;
  v_is_about_past boolean := v_text ~ '\m(was|were|came|did|sent|last|worked|fixed|before|here)\M';
begin
  select j.technician_name, j.scheduled_start as at, l.time_zone into v_next
  from context.customer_job_history as j
  join tenancy.locations as l on l.tenant_id = j.tenant_id and l.id = coalesce(j.location_id, p_conversation.location_id)
  where j.tenant_id = p_conversation.tenant_id and j.customer_id = p_conversation.customer_id
    and j.work_status in ('scheduled', 'in_progress') and j.scheduled_start > ops.now() - interval '4 hours'
  order by j.scheduled_start, j.id
  limit 1;
  select j.technician_name, j.completed_at as at, l.time_zone into v_last
  from context.customer_job_history as j
  join tenancy.locations as l on l.tenant_id = j.tenant_id and l.id = coalesce(j.location_id, p_conversation.location_id)
  where j.tenant_id = p_conversation.tenant_id and j.customer_id = p_conversation.customer_id
    and j.work_status = 'completed' and j.technician_name is not null
  order by j.completed_at desc, j.id
  limit 1;

  needs_person := v_is_wish;
  if v_is_wish then
    body := 'I''ve passed your wish for a technician on to the office, and they''ll confirm it with you.'
      || coalesce(format(' (%s was there last.)', v_last.technician_name), '');
  elsif v_last.technician_name is not null and (v_is_about_past or v_next.at is null) then
    body := format('%s was there last, %s.', v_last.technician_name, ai.say_day(v_last.at, v_last.time_zone));
  elsif v_next.technician_name is not null then
    body := format('%s is assigned to your visit %s.', v_next.technician_name, ai.say_day(v_next.at, v_next.time_zone));
  elsif v_next.at is not null then
    body := format('Nobody is assigned yet to your visit %s. We''ll let you know who comes.', ai.say_day(v_next.at, v_next.time_zone));
    needs_person := true;
  else
    body := ai.ask_who('a visit', p_conversation.channel);
    needs_person := true;
  end if;
end
$$;
comment on function ai.answer_technician(memory.conversations, text) is
  'Who came last or comes next, as the text asks; a wish for a certain technician is passed to a person.';
