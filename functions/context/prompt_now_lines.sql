create or replace function context.prompt_now_lines(p_context jsonb)
returns table (section integer, place integer, parent integer, rank integer, line text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select 2, 1, null::integer, 8, i.issue
  from (select context.quote_text(p_context ->> 'currentIssueSummary', 400) as issue offset 0) as i
  where i.issue is not null
  union all
  select 3, a.place::integer, null, (10 + 5 * a.place)::integer, concat(
    '- ', to_char((a.visit ->> 'start')::timestamptz at time zone (a.visit ->> 'timeZone'), 'FMDy, Mon FMDD, YYYY "at" FMHH12:MI AM'),
    ': ', coalesce(context.flatten_text(a.visit ->> 'serviceType', 80), 'Service visit'),
    ' with ' || context.flatten_text(a.visit ->> 'technicianName', 60),
    ', arrival window ' || (a.visit ->> 'arrivalWindowMinutes') || ' minutes')
  from jsonb_array_elements(p_context -> 'upcomingAppointments') with ordinality as a (visit, place)
  union all
  select 4, w.place, null, 5, concat('- ', w.text, ' (since ', context.format_month(c.since, p_context ->> 'locationZone'), ')')
  from (values
    (1, 'sms', 'Do not send text messages'), (2, 'voice', 'Do not call'), (3, 'email', 'Do not send email')
  ) as w (place, channel, text)
  cross join lateral (
    select p_context -> 'consent' -> w.channel ->> 'status' as status, p_context -> 'consent' -> w.channel ->> 'since' as since
  ) as c
  where c.status = 'blocked'
  union all
  select 12, w.place::integer, null, (11 + 5 * w.place)::integer, concat(
    '- ', to_char((w.wish ->> 'at')::timestamptz at time zone (p_context ->> 'locationZone'), 'Mon FMDD'), ' by ',
    context.say_channel(w.wish ->> 'channel'), ': ', q.words)
  from jsonb_array_elements(p_context -> 'bookingWishes') with ordinality as w (wish, place)
  cross join lateral (select context.quote_text(w.wish ->> 'wish', 240) as words offset 0) as q
  where q.words is not null;
end
$$;
comment on function context.prompt_now_lines(jsonb) is
  'Lines of the prompt''s sections 2 to 4 and 12, what matters today: Current Issue, Upcoming Appointments, Consent, and visits that were asked for.';
