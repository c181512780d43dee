create or replace function context.read_issues(p_source text, p_text text, p_tags context.note_tag[], p_new_kinds text[])
returns table (issue text, action text, subject text, place text, quote text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if not exists (select from unnest(p_tags) as t where t.role in ('sign', 'deed') or t.role = 'measure' and t.value in ('psi', 'grain', 'pound')) then
    return;
  end if;
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
      select from tags as c where c.value in ('sewer', 'clay', 'cast_iron', 'root', 'belly', 'drain_work')
    )) and not exists (
      select from tags as b where b.role = 'cue' and b.value = 'no' and b.upto = t.place - 1 and b.place > s.upto
    )
    order by p.issue, s.place, p.thing = '', f.distance
  ), judged as materialized (
    select e.*, context.is_denied(p_tags, e.place, e.upto, e.sentence, e.clause, e.value, e.issue) as is_denied,
      case when e.thing_value not in ('gas_piping', 'gas_smell', 'pressure', 'flow', 'refrigerant') then array[e.thing_value] else array(select distinct t.value from tags as t where t.role = 'thing' and t.sentence = e.sentence and abs(t.place - e.place) <= 8
        and t.value not in ('house', 'room', 'paper', 'warranty', 'appliance', 'pressure', 'flow', 'refrigerant', 'roof', 'valve', 'gas_smell')
          -- What it leaks upon is not what leaks.
          and not (e.issue = 'leak' and t.value = 'material')) end as things
    from seen as e
    where not (e.thing <> '' and exists (
      select from seen as o where o.place = e.place and o.thing <> '' and o.issue <> e.issue and o.distance < e.distance
    )) and not (e.issue = 'scale' and exists (
      select from tags as t where t.sentence = e.sentence and t.value in ('sewer', 'drain', 'cast_iron') and abs(t.place - e.place) <= 6
    )) and not (e.issue in ('low_water_pressure', 'high_water_pressure') and exists (
      -- The pressure of a refrigerant or a gas.
      select from tags as t where t.sentence = e.sentence and (t.role = 'kind' and context.unit_slot(t.value) in ('air_conditioner', 'heat_pump', 'furnace', 'boiler')
        or t.role = 'thing' and t.value in ('coil', 'refrigerant', 'cooling_part', 'burner_part'))
    )) and not (e.issue = 'water_damage' and e.thing_at > e.place and exists (
      -- "Vapor barrier wet, joists dry."
      select from tags as t where t.place = e.thing_at and t.clause <> e.clause
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
      select from seen as o where o.place = e.place and o.issue in ('gas_leak', 'refrigerant_leak')
        or o.issue in ('foundation_crack', 'failed_shutoff') and o.sentence = e.sentence and abs(o.place - e.place) <= 12
    )) and not (e.issue = 'corrosion' and exists (select from seen as o where o.sentence = e.sentence and o.issue = 'failed_shutoff' and abs(o.place - e.place) <= 6))
  ), deeds as materialized (
    select * from context.read_deeds(p_source, p_tags)
  ), settled as (
    select j.*, exists (
      select from deeds as d
      join context.issue_kinds as k on k.issue = j.issue
      where d.deed = any (k.ended_by) and (
        -- Flushing, descaling, washing and jetting end what they are for, told before or after.
        d.deed in ('flush', 'descale', 'wash', 'jet') and d.deed <> all ('{replace}') and j.issue in ('sediment', 'scale', 'dirty_coil', 'grease_buildup')
          and not exists (select from tags as c where c.role = 'cue' and c.value in ('still', 'cannot') and c.sentence = j.sentence)
        or (d.objects && j.things or d.is_of_before and d.sentence - j.sentence between 1 and 2
          or j.things && '{shutoff,valve,outdoor_part,shower_part}' and d.objects && '{faucet_part}'
          or j.things && '{shutoff,outdoor_part,shower_part,tp_valve,gas_piping,toilet_part,burner_part,prv,water_line,fitting}' and 'valve' = any (d.objects) or 'line' = any (d.objects) and j.things && '{sewer,drain,water_line}' or j.things = '{}' or d.objects = '{}' or d.place < j.place and coalesce(d.object_at > j.place, true) and d.sentence = j.sentence)
          and (d.sentence > j.sentence or d.sentence = j.sentence and not exists (
            select from tags as c
            where c.role = 'cue' and c.value in ('but', 'still') and c.sentence = j.sentence and c.place between least(d.place, j.place) and greatest(d.place, j.place)
          ))
        -- With the unit goes what was wrong with it.
        or k.is_of_unit and d.deed in ('replace', 'install') and d.place > j.place and d.objects[1] like 'kind:%' and not j.things && '{shutoff,sewer,drain,gas_piping,water_line,duct,flue}'
        or k.is_of_unit and exists (select from tags as c where c.role = 'cue' and c.value = 'old' and c.sentence = j.sentence) and d.objects && array['kind:any', 'kind:garbage_disposal', 'kind:water_heater', 'kind:furnace', 'kind:boiler', 'kind:air_conditioner', 'kind:sump_pump', 'kind:faucet', 'kind:toilet', 'kind:water_softener']
      )
    ) or exists (
      select from deeds as d
      join context.issue_remedies as r on r.issue = j.issue and r.deed = d.deed and (r.thing = any (d.objects) or r.thing = '')
      where r.thing like 'kind:%' and substr(r.thing, 6) = any (p_new_kinds) or r.thing not like 'kind:%' and (d.place > j.place or r.deed = 'install')
        or r.deed in ('flush', 'descale', 'wash') and d.place > j.place
    ) or j.issue in ('low_water_pressure', 'high_water_pressure') and exists (
      -- "Now 62 psi", "flow back to normal".
      select from tags as n
      where n.place > j.upto and (n.role in ('measure', 'count') and n.number between 40 and 80 and (n.value = 'psi' or exists (
          select from tags as f where f.role = 'thing' and f.value in ('prv', 'pressure') and f.sentence = n.sentence and n.place - f.upto between 1 and 5
        ))
        or n.role = 'cue' and n.value in ('ok', 'dry') and exists (
          select from tags as f where f.role = 'thing' and f.value in ('flow', 'pressure') and f.sentence = n.sentence and abs(f.place - n.place) <= 4
        )) and exists (select from deeds as d where d.place > j.place)
    ) or j.issue in ('leak', 'gas_leak') and exists (
      -- Something was done, and then there was none any more.
      select from deeds as d
      join context.issue_kinds as k on k.issue = j.issue and d.deed = any (k.ended_by)
      join judged as o on o.issue in ('leak', 'gas_leak') and o.is_denied and o.place > d.place
      where d.place > j.place
    ) or j.issue = 'leak' and exists (
      -- "Drip at the breaker, new one on. No drip."
      select from tags as n
      where n.role = 'cue' and n.value = 'new' and n.place > j.place and (exists (
        select from judged as o where o.issue = 'leak' and o.is_denied and o.place > n.place and o.sentence - j.sentence <= 2
      ) or exists (
        select from tags as o where o.role = 'cue' and o.value = 'dry' and o.place > n.place and o.sentence - j.sentence <= 2
      )) and not exists (select from tags as c where c.role = 'cue' and c.value in ('advise', 'quote', 'later', 'temp', 'still') and c.place > j.place and c.sentence - j.sentence <= 2)
    ) or j.issue = 'leak' and exists (
      -- Something was done, and then it was dry.
      select from deeds as d
      join context.issue_kinds as k on k.issue = j.issue and d.deed = any (k.ended_by)
      join tags as o on o.role = 'cue' and o.value = 'dry' and o.place > d.place and o.sentence <= d.sentence + 1
      where d.place > j.place and not exists (select from judged as n where n.issue = 'leak' and not n.is_denied and n.place > d.place)
        and not exists (select from tags as c where c.role = 'cue' and c.value in ('temp', 'still') and c.place > j.place and c.sentence <= d.sentence + 1)
    ) or exists (
      -- The unit that it was seen on has gone.
      select from tags as u
      join context.issue_kinds as k on k.issue = j.issue and k.is_of_unit
      where u.role = 'kind' and u.sentence between j.sentence - 1 and j.sentence and context.unit_slot(u.value) = any (p_new_kinds)
        and not j.things && '{shutoff,sewer,drain,gas_piping,water_line,duct,flue}'
    ) as is_ended
    from judged as j
    where not j.is_denied and not exists (
      -- Asked for, and not found.
      select from judged as o where o.is_denied and o.issue = j.issue and j.issue in ('leak', 'gas_leak') and o.place > j.place and j.things = '{}'
        and not exists (select from tags as c where c.role = 'cue' and c.value in ('later', 'quote') and c.place > j.place)
    )
  ), findings as (
    select distinct on (s.issue) s.issue, case when s.is_ended then 'resolved' else 'found' end as action,
      coalesce(s.thing_value, s.things[1]) as subject, w.starts as place_starts, w.ends as place_ends,
      least(s.starts, s.thing_starts) as quote_starts, greatest(s.ends, s.thing_ends) as quote_ends
    from settled as s
    left join lateral (
      select t.starts, t.ends from tags as t
      where t.sentence = s.sentence and t.role in ('thing', 'room', 'kind') and t.value not in ('paper', 'warranty', 'house') and abs(t.place - s.place) <= 8
      order by t.starts is distinct from s.thing_starts, abs(t.place - s.place) - case when t.place > s.place then 1 else 0 end
      limit 1
    ) as w on true
    order by s.issue, s.is_ended, w.starts is null, s.place
  )
  select f.issue, f.action, f.subject, substr(p_text, f.place_starts, f.place_ends - f.place_starts + 1),
    substr(p_text, f.quote_starts, f.quote_ends - f.quote_starts + 1)
  from findings as f
  union all
  select distinct on (r.issue) r.issue, 'resolved', nullif(r.thing, ''), null, null
  from deeds as d
  join context.issue_remedies as r on r.deed = d.deed and (r.thing = any (d.objects) or r.thing = '')
  where not exists (select from findings as f where f.issue = r.issue)
    and (r.thing not like 'kind:%' or r.deed not in ('install', 'replace') or substr(r.thing, 6) = any (p_new_kinds));
end
$$;
comment on function context.read_issues(text, text, context.note_tag[], text[]) is
  'The standing conditions that a text of a job tells of (action found), and those that its work ends (resolved). p_new_kinds: the sorts of units that this visit put in. subject is the sort of thing, place the text''s own word for it.';
