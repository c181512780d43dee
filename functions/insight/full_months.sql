create or replace function insight.full_months(p_since date, p_day date)
returns integer
language sql
immutable
parallel safe
return (
  (extract(year from p_day) - extract(year from p_since)) * 12 + extract(month from p_day) - extract(month from p_since)
  - case when extract(day from p_day) < extract(day from p_since) then 1 else 0 end
)::integer;
comment on function insight.full_months(date, date) is 'Full months from one day to another; of the last days of a month up to three days late, since shorter months have no such day.';
