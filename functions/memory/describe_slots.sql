create or replace function memory.describe_slots()
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select string_agg(format('- %s: %s', k.kind, k.slots), E'\n' order by k.kind)
    from (
      select s.kind, string_agg(s.slot || case
        when s.choices <> '{}' then format(' (%s)', array_to_string(s.choices, ' | '))
        when s.reads_as = 'time' then ' (HH:MM, 24 hours)'
        when s.reads_as = 'year' then ' (a year)'
        else '' end, ', ' order by s.slot) as slots
      from memory.fact_slots as s
      where s.kind <> 'equipment' or s.slot like 'water_heater%'
      group by s.kind
    ) as k
  ) || E'\n  Likewise for furnace, boiler, air_conditioner, heat_pump, thermostat, sump_pump, water_softener, garbage_disposal, toilet, faucet, generator, vehicle.';
end
$$;
comment on function memory.describe_slots() is 'The slots and their values as a model is told of them, a line a kind.';
