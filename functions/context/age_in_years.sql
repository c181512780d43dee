create or replace function context.age_in_years(p_installed_on date, p_precision text, p_today date)
returns integer
language sql
immutable
parallel safe
-- As timestamps: of dates, age() would depend on the session's zone, and the function could not be inlined.
return case
  when p_precision in ('year', 'estimate') then extract(year from p_today) - extract(year from p_installed_on)
  else extract(year from age(p_today::timestamp, p_installed_on::timestamp))
end::integer;
comment on function context.age_in_years(date, text, date) is
  'Full years since a date; of a date that is only known by its year, the difference of the years.';
