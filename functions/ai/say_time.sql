create or replace function ai.say_time(p_time time)
returns text
language sql
immutable
strict
parallel safe
return replace(to_char(p_time::interval, 'FMHH12:MI am'), ':00', '');
comment on function ai.say_time(time) is 'A time of day as a person writes it: 8 am, 1:30 pm.';
