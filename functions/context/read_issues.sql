create or replace function context.read_issues(p_source text, p_text text, p_tags context.note_tag[], p_new_kinds text[])
returns table (issue text, action text, subject text, place text, quote text)
language plpgsql
stable
security invoker
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
  v_seen context.note_sign[] := '{}';
begin
  -- One plan for all texts: planning the statement below costs more than running it.
  if exists (
    select from unnest(p_tags) as t
    where t.role = 'sign' or t.role = 'measure' and t.value in ('psi', 'grain', 'pound') or t.role = 'thing' and t.value in ('hardness', 'pressure', 'prv')
  ) then
    v_seen := array(select s from context.see_issues(p_source, p_tags) as s);
  end if;
  if not exists (select from unnest(v_seen) as s where not s.is_denied) then
    -- Nothing to see, but work may end what an earlier visit saw.
    return query
    select distinct on (r.issue) r.issue, 'resolved', nullif(r.thing, ''), null::text, null::text
    from context.read_deeds(p_source, p_tags) as d
    join context.issue_remedies as r on r.deed = d.deed and (r.thing = any (d.objects) or r.thing = '')
    where r.thing not like 'kind:%' or r.deed not in ('install', 'replace') or substr(r.thing, 6) = any (p_new_kinds);
    return;
  end if;
  return query
  with tags as materialized (
    select * from unnest(p_tags)
  ), judged as materialized (
    select * from unnest(v_seen)
  ), deeds as materialized (
    select * from context.read_deeds(p_source, p_tags)
  ), settled as (
    select j.*, exists (
      select from deeds as d
      join context.issue_kinds as k on k.issue = j.issue
      where d.deed = any (k.ended_by) and not exists (
        -- "Repaired one, the other one is under the tub."
        select from tags as c where c.role = 'cue' and c.value = 'another' and c.sentence = d.sentence and c.place > d.place
      ) and (
        -- Flushing, descaling, washing and jetting end what they are for, told before or after.
        d.deed in ('flush', 'descale', 'wash', 'jet') and d.sentence >= j.sentence - case when j.issue = 'dirty_coil' then 0 else 9 end and j.issue in ('sediment', 'scale', 'dirty_coil', 'grease_buildup')
          -- "Cleaned burners" is not the coil.
          and (j.issue <> 'dirty_coil' or d.objects = '{}' or d.objects && '{coil,kind:air_conditioner,kind:heat_pump,kind:any}')
          and not exists (select from tags as c where c.role = 'cue' and c.value in ('still', 'cannot') and c.sentence - j.sentence between 0 and 1)
        or (d.objects && j.things or d.is_of_before and d.sentence - j.sentence between 1 and 2
          or j.things && '{shutoff,valve,outdoor_part,shower_part}' and d.objects && '{faucet_part}'
          or j.issue = 'leak' and 'part' = any (d.objects) and d.sentence - j.sentence <= 2
          or j.issue = 'leak' and j.things && '{line,water_line,pipe,appliance,drain}' and d.objects && '{fitting}'
          or j.things && '{shutoff,outdoor_part,shower_part,tp_valve,gas_piping,toilet_part,burner_part,prv,water_line,fitting}' and 'valve' = any (d.objects) or 'line' = any (d.objects) and j.things && '{sewer,drain,water_line}' or j.issue not in ('water_damage', 'mold') and (j.things = '{}' or d.objects = '{}') or j.issue = 'mold' and d.deed in ('remove', 'wash') and (d.objects <@ '{material}' or d.sentence = j.sentence) or d.place < j.place and coalesce(d.object_at > j.place, true) and d.sentence = j.sentence)
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
    ) or exists (
      -- What the new unit is for.
      select from context.issue_remedies as r where r.issue = j.issue and r.deed in ('install', 'replace') and r.thing like 'kind:%' and substr(r.thing, 6) = any (p_new_kinds)
    ) or j.issue in ('low_water_pressure', 'high_water_pressure') and exists (
      -- "Now 62 psi", "flow back to normal".
      select from tags as n
      where n.place > j.upto and (n.role in ('measure', 'count') and n.number between 40 and 80 and (n.value = 'psi' or exists (
          select from tags as f where f.role = 'thing' and f.value in ('prv', 'pressure') and f.sentence = n.sentence and n.place - f.upto between 1 and 5
        ))
        or n.role = 'cue' and n.value = 'dry' and n.sentence - j.sentence = 1
        or n.role = 'cue' and n.value in ('ok', 'dry') and exists (
          select from tags as f where f.role = 'thing' and f.value in ('flow', 'pressure') and f.sentence = n.sentence and abs(f.place - n.place) <= 4
        )) and (n.value = 'dry' or n.sentence = j.sentence or exists (select from deeds as d where d.place > j.place))
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
    ) or j.issue in ('leak', 'gas_leak') and exists (
      -- Something was done, and then it was dry.
      select from deeds as d
      join context.issue_kinds as k on k.issue = j.issue and d.deed = any (k.ended_by)
      join tags as o on o.role = 'cue' and o.place > d.place and o.sentence <= d.sentence + 1 and (o.value = 'dry' or o.value = 'ok' and exists (
        select from tags as t where t.role = 'thing' and t.value = any (j.things) and t.sentence = o.sentence and o.place - t.upto between 1 and 3
      ))
      where d.place > j.place and not exists (select from judged as n where n.issue = 'leak' and not n.is_denied and n.place > d.place)
        and not exists (select from tags as c where c.role = 'cue' and c.value in ('temp', 'still') and c.place > j.place and c.sentence <= d.sentence + 1)
    ) or j.issue = 'leak' and exists (
      -- "Pinhole in the copper. Coupling. Dry."
      select from tags as o
      where o.role = 'cue' and o.value = 'dry' and o.place > j.upto and o.sentence - j.sentence <= 2
        and not exists (select from judged as n where n.issue = 'leak' and not n.is_denied and n.place > o.place)
        and not exists (select from tags as c where c.role = 'cue' and c.value in ('temp', 'still', 'later', 'quote', 'advise') and c.sentence between j.sentence and o.sentence + 1)
    ) or exists (
      -- The unit that it was seen on has gone.
      select from tags as u
      join context.issue_kinds as k on k.issue = j.issue and k.is_of_unit
      where u.role = 'kind' and u.sentence between j.sentence - 1 and j.sentence and context.unit_slot(u.value) = any (p_new_kinds)
        and not j.things && '{shutoff,sewer,drain,gas_piping,water_line,duct,flue}'
        -- "New furnace; the existing coil leaks."
        and not exists (select from tags as c where c.role = 'cue' and c.value = 'existing' and c.sentence = j.sentence and c.place between u.place and j.place)
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
