create or replace function ai.say_opening(p_location_id uuid)
returns text
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  v_local timestamp;
  v_closes time;
  v_next record;
begin
  select ops.now() at time zone l.time_zone into v_local
  from tenancy.locations as l
  where l.tenant_id = tenancy.current_tenant() and l.id = p_location_id;

  select h.closes into v_closes
  from tenancy.location_hours as h
  where h.tenant_id = tenancy.current_tenant()
    and h.location_id = p_location_id
    and h.weekday = extract(isodow from v_local)
    and v_local::time >= h.opens and v_local::time < h.closes;
  if found then
    return format('We''re open until %s today.', ai.say_time(v_closes));
  end if;

  select d.day, h.opens into v_next
  -- Not over dates: that series has the time zone of the session.
  from generate_series(date_trunc('day', v_local), v_local + interval '7 days', interval '1 day') as d (day)
  join tenancy.location_hours as h
    on h.tenant_id = tenancy.current_tenant() and h.location_id = p_location_id and h.weekday = extract(isodow from d.day)
  where d.day + h.opens > v_local
  order by d.day, h.opens
  limit 1;
  if not found then
    return null;
  end if;
  return format(
    'We''re closed right now and open %s at %s.',
    case v_next.day::date - v_local::date when 0 then 'today' when 1 then 'tomorrow' else to_char(v_next.day, 'FMDay') end,
    ai.say_time(v_next.opens)
  );
end
$$;
comment on function ai.say_opening(uuid) is
  'Whether a location is open now and until when, or when it opens next, as a sentence in its own local time. Null without hours.';
