create or replace function ai.say_hours(p_location_id uuid)
returns text
language plpgsql
stable
strict
set search_path = ''
as $$
begin
  return (
    select string_agg(
      case when run.first_day = run.last_day then run.first_name else run.first_name || '-' || run.last_name end || ' ' || run.spans,
      ', ' order by run.first_day
    )
    from (
      select
        min(d.weekday) as first_day, max(d.weekday) as last_day, d.spans,
        (array_agg(d.name order by d.weekday))[1] as first_name, (array_agg(d.name order by d.weekday desc))[1] as last_name
      from (
        select
          w.weekday, w.name, h.spans,
          -- Days in a row with the same hours share this difference.
          w.weekday - row_number() over (partition by h.spans order by w.weekday) as island
        from unnest(array['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']) with ordinality as w (name, weekday)
        cross join lateral (
          select coalesce(string_agg(ai.say_time(l.opens) || '-' || ai.say_time(l.closes), ' and ' order by l.opens), 'closed') as spans
          from tenancy.location_hours as l
          where l.tenant_id = tenancy.current_tenant() and l.location_id = p_location_id and l.weekday = w.weekday
        ) as h
      ) as d
      group by d.spans, d.island
    ) as run
    having bool_or(run.spans <> 'closed')
  );
end
$$;
comment on function ai.say_hours(uuid) is 'A location''s opening hours in one line: Mon-Fri 8 am-5 pm, Sat 9 am-1 pm, Sun closed. Null when none are known.';
