create or replace function queue.expand_cron_field(p_field text, p_lowest integer, p_highest integer)
returns integer[]
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  v_values integer[];
begin
  if p_field !~ '^(\*|\d{1,2}(-\d{1,2})?)(/[1-9]\d?)?(,(\*|\d{1,2}(-\d{1,2})?)(/[1-9]\d?)?)*$' then
    raise exception 'not a field of a cron expression: %', p_field using errcode = 'invalid_parameter_value';
  end if;

  select array_agg(distinct n order by n) into v_values
  from string_to_table(p_field, ',') as part
  cross join lateral regexp_match(part, '^(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?$') as bounds
  cross join lateral generate_series(
    coalesce(bounds[1]::integer, p_lowest),
    -- A step without an end runs to the highest value, a single value is its own end.
    case
      when bounds[2] is not null then bounds[2]::integer
      when bounds[1] is null or bounds[3] is not null then p_highest
      else bounds[1]::integer
    end,
    coalesce(bounds[3]::integer, 1)
  ) as n;
  if v_values is null or v_values[1] < p_lowest or v_values[cardinality(v_values)] > p_highest then
    raise exception 'a field of a cron expression is not within % and %: %', p_lowest, p_highest, p_field
      using errcode = 'invalid_parameter_value';
  end if;
  return v_values;
end
$$;
comment on function queue.expand_cron_field(text, integer, integer) is
  'The values that a field of a cron expression stands for, in order: *, numbers, ranges, steps and lists of them; no names. 22023 for anything else and for values outside of the bounds.';
