create or replace function queue.latest_cron_minute(
  p_cron text,
  p_time_zone text,
  p_after timestamptz,
  p_until timestamptz
)
returns timestamptz
language plpgsql
stable
strict
parallel safe
set search_path = ''
as $$
declare
  v_fields constant text[] := regexp_split_to_array(btrim(p_cron), '\s+');
  v_minutes integer[];
  v_hours integer[];
  v_days integer[];
  v_months integer[];
  v_weekdays integer[];
  v_hour_is_open boolean;
  v_day_is_open boolean;
  v_weekday_is_open boolean;
begin
  if cardinality(v_fields) <> 5 then
    raise exception 'not a cron expression of five fields: %', p_cron using errcode = 'invalid_parameter_value';
  end if;
  v_minutes := queue.expand_cron_field(v_fields[1], 0, 59);
  v_hours := queue.expand_cron_field(v_fields[2], 0, 23);
  v_days := queue.expand_cron_field(v_fields[3], 1, 31);
  v_months := queue.expand_cron_field(v_fields[4], 1, 12);
  v_weekdays := queue.expand_cron_field(v_fields[5], 0, 7);
  v_hour_is_open := v_fields[2] like '*%';
  v_day_is_open := v_fields[3] like '*%';
  v_weekday_is_open := v_fields[5] like '*%';

  return (
    select max(instant)
    from generate_series(date_trunc('minute', p_until), p_after, interval '-1 minute') as instant
    cross join lateral (
      values (instant at time zone p_time_zone, (instant - interval '1 hour') at time zone p_time_zone + interval '1 hour')
    ) as wall (clock, unturned)
    -- What names its hours is due once a day: a time that the clocks leave out comes when it would have come unturned, and of
    -- one that comes twice the first counts. What is due in every hour is due in each that passes.
    cross join lateral (
      select wall.clock as at
      where v_hour_is_open or wall.clock not in (
        (instant - interval '1 hour') at time zone p_time_zone, (instant - interval '30 minutes') at time zone p_time_zone
      )
      union all
      select wall.unturned
      where not v_hour_is_open and wall.unturned <> wall.clock and wall.unturned at time zone p_time_zone = instant
        and wall.unturned < wall.clock
    ) as there
    cross join lateral (
      values (
        extract(day from there.at) = any (v_days),
        -- Sunday is 0 and 7.
        extract(dow from there.at) = any (v_weekdays) or extract(isodow from there.at) = any (v_weekdays)
      )
    ) as fits (day, weekday)
    where instant > p_after
      and extract(minute from there.at) = any (v_minutes)
      and extract(hour from there.at) = any (v_hours)
      and extract(month from there.at) = any (v_months)
      -- cron's own rule: where both are given, either will do.
      and case
        when v_day_is_open or v_weekday_is_open then fits.day and fits.weekday
        else fits.day or fits.weekday
      end
  );
end
$$;
comment on function queue.latest_cron_minute(text, text, timestamptz, timestamptz) is
  'The latest minute after p_after, up to and with p_until, at which a cron expression of five fields is due in a time zone (IANA name); null when there is none. An expression that names its hours is due once a day where clocks change: a time that they leave out comes an hour later by the clock, of one that comes twice the first counts. Looks at every minute in between: keep them few. 22023 for what is not such an expression.';
