create or replace function context.name_units(p_tags context.note_tag[], p_units context.note_unit[])
returns context.note_unit[]
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_units context.note_unit[] := p_units;
  v_unit context.note_unit;
  v_kinds text[];
  v_n integer;
  v_is_on_parts boolean;
  v_weak text;
  v_found text;
begin
  -- Twice, because "the pump" may be the one whose make is told further on.
  for v_step in 0..2 * cardinality(p_units) - 1 loop
    v_n := v_step % cardinality(p_units) + 1;
    v_unit := v_units[v_n];
    continue when v_unit.kind is not null and v_unit.kind not like 'any:%' or v_step >= cardinality(p_units) and v_unit.make is not null;
    v_weak := nullif(substr(v_unit.kind, 5), 'any');
    select m.kinds, m.is_on_parts into v_kinds, v_is_on_parts from context.note_makes as m where m.make = v_unit.make;

    -- The kind spoken of last, else next, that this make and size can be.
    select u.kind into v_found
    from unnest(v_units) with ordinality as u
    where u.kind is not null and u.kind not like 'any:%' and u.ordinality <> v_n
      and (v_kinds is null or context.unit_slot(u.kind) = any (v_kinds)) and not (v_is_on_parts and v_unit.kind is null and u.standing is not distinct from 'part' and u.sentence = v_unit.sentence)
      and (v_weak is not null or not 'tank' = any (v_unit.types) or context.unit_slot(u.kind) in ('water_heater', 'other/pressure tank'))
      and (v_weak is null or context.unit_slot(u.kind) = v_weak or v_weak = 'water_heater' and context.unit_slot(u.kind) in ('furnace', 'boiler'))
      and (v_unit.capacity_unit is null or case v_unit.capacity_unit
        when 'gallon' then context.unit_slot(u.kind) in ('water_heater', 'other/pressure tank')
        when 'ton' then context.unit_slot(u.kind) in ('air_conditioner', 'heat_pump', 'furnace', 'other/air handler')
        when 'btu' then context.unit_slot(u.kind) in ('furnace', 'boiler', 'water_heater', 'air_conditioner', 'heat_pump')
        else context.unit_slot(u.kind) in ('sump_pump', 'garbage_disposal') or u.kind like 'other/%pump' end)
      -- A bare "heater" is the furnace only where one was spoken of.
      and not (v_weak = 'water_heater' and u.ordinality > v_n and context.unit_slot(u.kind) in ('furnace', 'boiler'))
    order by
      -- "Quote for a water heater, the current one is 17 years old".
      u.ordinality > v_n, v_unit.make is null and v_unit.year is not null and u.sentence <> v_unit.sentence, u.standing in ('wished', 'foreign'),
      -- Who makes both speaks of the machine as "the unit".
      u.kind like 'thermostat%' and v_kinds[1] <> 'thermostat',
      -- Of an age alone, the unit that more was said of.
      v_unit.make is null and v_unit.capacity is null and num_nonnulls(u.make, u.capacity) = 0,
      abs(u.ordinality - v_n)
    limit 1;

    v_units[v_n].kind := coalesce(
      v_found,
      case when v_unit.capacity_unit = 'gallon' and ('other/pressure tank' = any (v_kinds) or v_kinds is null and exists (
          select from unnest(p_tags) as t where t.value = 'bladder' or t.role = 'sign' and t.value = 'waterlogged'
        )) then 'other/pressure tank'
        when v_unit.capacity_unit = 'gallon' and coalesce('water_heater' = any (v_kinds), true) then 'water_heater'
        when v_unit.capacity_unit = 'ton' then 'air_conditioner'
        when v_unit.capacity_unit = 'btu' and v_kinds[1] = 'furnace' then 'furnace' end,
      (
        select k.kind from unnest(p_tags) as h
        cross join lateral (select case
          when h.role = 'hint' then h.value
          when h.role = 'thing' and h.value in ('exchanger', 'flue') then 'furnace'
          when h.role = 'thing' and h.value in ('coil', 'refrigerant') then 'air_conditioner'
          when h.role = 'measure' and h.value = 'kw' or h.role = 'code' and h.value ~ '^[0-9]{1,2}(res|rca|rcl|kw)' then 'generator' end as kind) as k
        where k.kind = any (v_kinds)
        order by k.kind <> 'other/ejector pump', abs(h.sentence - v_unit.sentence), k.kind <> 'heat_pump', abs(h.place - v_unit.place)
        limit 1
      ),
      case when v_kinds[1] <> 'furnace' and not exists (
          -- "PRV, Watts": the make is that of a part.
          select from unnest(p_tags) as t
          where t.role = 'thing' and t.value not in ('house', 'room', 'paper', 'warranty') and (
            t.place = v_unit.upto + 1 and t.sentence = v_unit.sentence
            or v_is_on_parts and v_unit.kind is null and num_nonnulls(v_unit.capacity, v_unit.year) = 0
              and not (v_unit.model is not null and '{link:to,link:on}' && v_unit.types)
              and (t.sentence = v_unit.sentence and t.place < v_unit.place and v_unit.place - t.upto <= 6 and t.value <> 'appliance'
                or t.sentence = v_unit.sentence - 1 and t.value in ('prv', 'shower_part', 'expansion_tank', 'shutoff', 'tp_valve'))
          )
        ) and (num_nonnulls(v_unit.capacity, v_unit.year, v_unit.model) > 0 or v_unit.action in ('installed', 'replaced') or not (
          select m.is_common_word from context.note_makes as m where m.make = v_unit.make
        )) and not (v_kinds[1] = 'other/recirculation pump' and exists (
          -- A circulator of the heating is a part of it.
          select from unnest(p_tags) as t where t.role = 'kind' and t.value like 'boiler%' or t.role = 'thing' and t.value = 'burner_part'
        )) then v_kinds[1] end,
      v_weak, v_unit.kind
    );
  end loop;
  return v_units;
end
$$;
comment on function context.name_units(context.note_tag[], context.note_unit[]) is
  'Mentions that only name a make, a size or "the unit" with the kind they must be; it stays any:… where nothing tells.';
