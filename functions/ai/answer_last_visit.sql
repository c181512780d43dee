create or replace function ai.answer_last_visit(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_words text[] := tsvector_to_array(to_tsvector('pg_catalog.english', ai.normalize_message(p_text)));
  v_job record;
begin
  select j.*, l.time_zone, m.shared into v_job
  from context.customer_job_history as j
  join tenancy.locations as l on l.tenant_id = j.tenant_id and l.id = coalesce(j.location_id, p_conversation.location_id)
  -- "When was the drain cleaned?" is about that job, not about the newest one.
  cross join lateral (
    select count(*) filter (where w.lexeme = any (v_words) and w.lexeme not in ('repair', 'servic', 'visit', 'instal', 'last')) as shared
    from unnest(to_tsvector('pg_catalog.english', coalesce(j.service_type, ''))) as w
  ) as m
  where j.tenant_id = p_conversation.tenant_id
    and j.customer_id = p_conversation.customer_id
    and j.work_status = 'completed'
  order by m.shared desc, j.completed_at desc, j.id
  limit 1;

  needs_person := not found;
  if needs_person then
    body := ai.ask_who('a past visit', p_conversation.channel);
    return;
  end if;
  body := format(
    'Your last %s was %s%s%s%s.',
    case when v_job.shared > 0 then lower(v_job.service_type) || ' visit' else 'visit' end,
    ai.say_day(v_job.completed_at, v_job.time_zone),
    case when v_job.shared = 0 and v_job.service_type is not null then ': ' || v_job.service_type else '' end,
    case when v_job.technician_name is not null then ' with ' || v_job.technician_name else '' end,
    case when v_job.total_amount > 0 then ', ' || context.format_money(v_job.total_amount) else '' end
  );
end
$$;
comment on function ai.answer_last_visit(memory.conversations, text) is
  'The customer''s last completed job, or the last one of the kind the text speaks of: day, service, technician, amount.';
