create or replace function crm.find_night(p_tenant_id uuid, p_at timestamptz)
returns table (night date, opens_at timestamptz, closes_at timestamptz)
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_zone constant text := coalesce(
    (select l.time_zone::text from tenancy.locations as l where l.tenant_id = p_tenant_id and l.is_default), 'America/New_York'
  );
  v_set record;
begin
  select s.night_hour, s.night_hours into v_set from crm.sync_settings(p_tenant_id) as s;
  -- A date and an hour of the wall clock, so that each date has one night however the clocks are set; an hour that is left out begins
  -- with the one after it. Its length is hours that pass.
  return query
  select n.night, n.opens_at, n.opens_at + make_interval(hours => v_set.night_hours)
  from (
    select d.night, (d.night + make_interval(hours => v_set.night_hour)) at time zone v_zone as opens_at
    from (
      select (p_at at time zone v_zone)::date + o.days as night from generate_series(-1, 1) as o (days)
    ) as d
  ) as n
  where n.opens_at + make_interval(hours => v_set.night_hours) > p_at
  order by n.night
  limit 1;
end
$$;
comment on function crm.find_night(uuid, timestamptz) is
  'The night in which an instant lies, by the clock of the tenant''s default location, else the next one: its date and when it opens and closes. A date has one night, also when the clocks are changed.';
