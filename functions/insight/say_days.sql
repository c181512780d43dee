create or replace function insight.say_days(p_days integer)
returns text
language sql
immutable
parallel safe
return case
  when p_days >= 350 then concat(nullif(round(p_days / 365.25)::text || ' years', '1 years'), case when round(p_days / 365.25) = 1 then 'year' end)
  when p_days >= 46 then round(p_days / 30.44) || ' months'
  when p_days >= 11 then round(p_days / 7.0) || ' weeks'
  when p_days = 1 then 'day'
  else p_days || ' days'
end;
comment on function insight.say_days(integer) is 'A number of days as it stands after "about every", in the unit that fits: 5 days, 3 weeks, 6 months, year.';
