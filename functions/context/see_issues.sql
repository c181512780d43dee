create or replace function context.see_issues(p_source text, p_tags context.note_tag[])
returns setof context.note_sign
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with tags as materialized (
    select * from unnest(p_tags)
  ), signs as materialized (
    select t.place, t.upto, t.sentence, t.clause, t.starts, t.ends, t.value from tags as t where t.role = 'sign'
    union all
    select t.place, t.upto, t.sentence, t.clause, t.starts, t.ends, case
      when t.value <> 'grain' and t.number > 80 and t.number < 300 then 'psi_high' when t.value <> 'grain' and t.number < 40 then 'psi_low'
      when t.value = 'grain' and t.number between 10 and 150 then 'grain_high' end
    from tags as t where t.role = 'measure' and (t.value in ('psi', 'grain') or t.value = 'pound' and exists (
      select from tags as p where p.value = 'pressure' and p.sentence = t.sentence and t.place - p.upto between 1 and 4
    ))
      -- What a softener is set to is not what comes out of the tap.
      and not (t.value = 'grain' and exists (
        -- "Raw 18, softened 0."
        select from tags as n where (n.role = 'measure' and n.value = 'grain' and n.number <= 4 or n.role = 'count' and n.number = 0) and n.sentence = t.sentence and n.place - t.upto between 1 and 5
      )) and not (t.value = 'grain' and exists (
        select from tags as d where d.role = 'deed' and d.value in ('+repair', '+program') and d.sentence = t.sentence and t.place - d.upto between 1 and 3
          and exists (select from tags as k where k.role = 'kind' and k.sentence = t.sentence and k.value = 'water_softener' and k.place < t.place)
      ))
    union all
    -- "Pressure 120" has no unit.
    select t.place, t.upto, t.sentence, t.clause, t.starts, t.ends, case when t.number between 81 and 250 then 'psi_high' when t.number between 12 and 39 then 'psi_low' end
    from tags as t
    where t.role = 'count' and exists (select from tags as p where p.role = 'thing' and p.value in ('pressure', 'prv') and p.sentence = t.sentence and t.place - p.upto between 1 and case
        when exists (select from tags as a where a.sentence = t.sentence and a.upto = t.place - 1 and a.role in ('cue', 'link', 'year') and a.value in ('is', 'on', 'to', 'weak', 'strong', 'found')) then 9 else 3 end)
      and not exists (select from tags as m where m.role = 'measure' and t.place between m.place and m.upto)
    union all
    -- Nor has "hardness 18".
    select t.place, t.upto, t.sentence, t.clause, t.starts, t.ends, 'grain_high'
    from tags as t
    where t.role = 'count' and t.number between 10 and 100 and t.number = trunc(t.number)
      and exists (select from tags as p where p.role = 'thing' and p.value = 'hardness' and p.sentence = t.sentence and t.place - p.upto between 1 and 5
          and not exists (select from tags as d where d.role = 'deed' and d.sentence = t.sentence and abs(d.place - p.place) <= 3)
          and not exists (select from tags as n where n.role = 'count' and n.number = 0 and n.sentence = t.sentence and n.place - t.upto between 1 and 5))
      and not exists (select from tags as m where m.role = 'measure' and t.place between m.place and m.upto)
  ), seen as (
    -- Of the things that a sign may be of, the nearest.
    select distinct on (p.issue, s.place) p.issue, s.*, p.thing, t.place as thing_at, t.starts as thing_starts, t.ends as thing_ends, f.distance,
      case when t.role = 'thing' then t.value end as thing_value
    from signs as s
    join context.issue_patterns as p on p.sign = s.value
    join context.issue_kinds as k on k.issue = p.issue and (p_source <> 'description' or k.is_read_in_descriptions)
    left join tags as t on p.thing <> '' and (t.value = p.thing or t.value = 'line' and p.thing = 'drain') and t.place <> s.place and (t.role in ('thing', 'sign', 'measure') or t.role = 'cue' and t.value in ('still', 'much'))
      and (t.sentence = s.sentence or s.value = 'nth' or p.thing in ('gas_smell', 'drain_work')) and greatest(t.place - s.upto, s.place - t.upto) - 1 <= p.reach
      and (s.value <> 'missing' or t.place > s.upto and not exists (
        select from tags as b where b.place > s.upto and b.place < t.place and (b.role in ('sign', 'deed', 'kind') or b.role = 'cue' and b.value not in ('old', 'new'))
      ))
    cross join lateral (
      -- Behind a preposition stands where it is, not what it is of.
      select abs(t.place - s.place) + case when t.place > s.upto and exists (
        select from tags as b where b.role = 'link' and b.value in ('on', 'from') and b.place > s.upto and b.place < t.place
      ) then 6 else 0 end as distance
    ) as f
    where p.thing = '' or t.place is not null and (p.thing <> 'pipe' and not (p.thing = 'foot' and p.issue = 'damaged_sewer') or p.issue = 'leak' or exists (
      -- Of a water pipe it is another matter.
      select from tags as c where c.value in ('sewer', 'drain', 'clay', 'cast_iron', 'root', 'belly', 'drain_work')
    )) and not exists (
      select from tags as b where b.role = 'cue' and b.value = 'no' and b.upto = t.place - 1 and b.place > s.upto
    )
    order by p.issue, s.place, p.thing = '', f.distance
  )
    select e.issue, e.place, e.upto, e.sentence, e.clause, e.starts, e.ends, e.thing_starts, e.thing_ends, e.thing_value,
      context.is_denied(p_tags, e.place, e.upto, e.sentence, e.clause, e.value, e.issue) as is_denied,
      case when e.thing_value not in ('gas_piping', 'gas_smell', 'pressure', 'flow', 'refrigerant') then array[e.thing_value] else array(select distinct t.value from tags as t where t.role = 'thing' and t.sentence = e.sentence and abs(t.place - e.place) <= 8
        and t.value not in ('house', 'room', 'paper', 'warranty', 'appliance', 'pressure', 'flow', 'refrigerant', 'roof', 'valve', 'gas_smell')
          -- What it leaks upon is not what leaks.
          and not (e.issue = 'leak' and t.value = 'material') and (e.issue <> 'mold' or t.value = 'material')) end as things
    from seen as e
    where not (e.thing <> '' and exists (
      select from seen as o where o.place = e.place and o.thing <> '' and o.issue <> e.issue and o.distance < e.distance
    )) and not (e.issue = 'scale' and exists (
      select from tags as t where t.sentence = e.sentence and t.value in ('sewer', 'drain', 'cast_iron') and abs(t.place - e.place) <= 6
    )) and not (e.issue in ('low_water_pressure', 'high_water_pressure') and exists (
      -- The pressure of a refrigerant or a gas.
      select from tags as t where (t.sentence = e.sentence or t.value like 'boiler%' and e.sentence - t.sentence = 1) and (t.role = 'kind' and context.unit_slot(t.value) in ('air_conditioner', 'heat_pump', 'furnace', 'boiler')
        or t.role = 'thing' and t.value in ('coil', 'refrigerant', 'cooling_part', 'burner_part') or t.role = 'hint' and t.value in ('furnace', 'air_conditioner'))
    )) and not (e.issue = 'sewer_belly' and exists (
      select from tags as t where t.sentence = e.sentence and t.role = 'thing' and t.value in ('flue', 'duct')
    )) and not (e.issue = 'dirty_coil' and exists (
      -- "Filter plugged & coil iced".
      select from tags as t where t.role = 'thing' and t.value <> 'coil' and t.sentence = e.sentence and e.place - t.upto between 1 and 2 and t.place > e.thing_at - case when e.thing_at > e.place then 99 else 0 end
    )) and not (e.issue = 'water_damage' and e.thing_at > e.place and exists (
      -- "Vapor barrier wet, joists dry."
      select from tags as t where t.place = e.thing_at and t.clause <> e.clause
    )) and not (e.issue = 'water_damage' and e.thing_at < e.place and exists (
      -- "The pipe along the back wall is rotted."
      select from tags as l where l.role = 'link' and l.value in ('on', 'from') and l.sentence = e.sentence and e.thing_at - l.upto between 1 and 3
        and exists (select from tags as t where t.role = 'thing' and t.value not in ('material', 'room') and t.sentence = e.sentence and t.place < l.place and l.place - t.upto <= 2)
    )) and not (e.issue = 'cast_iron_pipe' and exists (
      select from tags as t where t.sentence = e.sentence and t.role = 'kind' and context.unit_slot(t.value) = 'boiler'
    ) and not exists (
      select from tags as t where t.sentence = e.sentence and t.role = 'thing' and t.value in ('sewer', 'drain', 'line', 'pipe')
    )) and not (e.issue = 'leak' and exists (
      -- "Dishwasher leaking."
      select from tags as t where t.role = 'thing' and t.value = 'appliance' and t.sentence = e.sentence and e.place - t.upto between 1 and 2
    ) and not exists (
      select from tags as t where t.role = 'thing' and t.value not in ('appliance', 'material', 'house') and t.sentence = e.sentence and abs(t.place - e.place) <= 8
    )) and not (e.issue = 'leak' and exists (
      select from seen as o where (o.place = e.place or o.sentence = e.sentence and o.issue = 'refrigerant_leak') and o.issue in ('gas_leak', 'refrigerant_leak')
        or o.issue in ('foundation_crack', 'failed_shutoff') and o.sentence = e.sentence and abs(o.place - e.place) <= 12
    )) and not (e.issue = 'corrosion' and exists (select from seen as o where o.sentence = e.sentence and o.issue = 'failed_shutoff' and abs(o.place - e.place) <= 6));
end
$$;
comment on function context.see_issues(text, context.note_tag[]) is
  'The signs of a text that make an issue with a thing near them, and whether the words around deny it. things: the sorts of things that it may be of.';
