create or replace function ai.say_day(p_at timestamptz, p_zone text)
returns text
language sql
stable
strict
parallel safe
return case (p_at at time zone p_zone)::date - (ops.now() at time zone p_zone)::date
  when 0 then 'today'
  when 1 then 'tomorrow, ' || to_char(p_at at time zone p_zone, 'FMDay, Mon FMDD')
  else to_char(
    p_at at time zone p_zone,
    case when p_at > ops.now() - interval '9 months' then 'FMDay, Mon FMDD' else 'Mon FMDD, YYYY' end
  )
end;
comment on function ai.say_day(timestamptz, text) is 'A day as a person writes it: today, tomorrow, Tuesday, Nov 24, or with its year when it is long past.';
