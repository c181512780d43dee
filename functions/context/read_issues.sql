create or replace function context.read_issues(p_source text, p_text text, p_tags context.note_tag[])
returns table (issue text, action text, subject text, place text, quote text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if not exists (select from unnest(p_tags) as t where t.role in ('sign', 'deed') or t.role = 'measure' and t.value in ('psi', 'grain')) then
    return;
  end if;
  return query
  with tags as materialized (
    select * from unnest(p_tags)
  ), signs as materialized (
    select t.place, t.upto, t.sentence, t.clause, t.starts, t.ends, t.value from tags as t where t.role = 'sign'
    union all
    select t.place, t.upto, t.sentence, t.clause, t.starts, t.ends, case
      when t.value = 'psi' and t.number > 80 and t.number < 300 then 'psi_high' when t.value = 'psi' and t.number < 40 then 'psi_low'
      when t.value = 'grain' and t.number between 10 and 150 then 'grain_high' end
    from tags as t where t.role = 'measure' and t.value in ('psi', 'grain')
  ), seen as (
    -- Of the things that a sign may be of, the nearest.
    select distinct on (p.issue, s.place) p.issue, s.*, p.thing, t.place as thing_at, t.starts as thing_starts, t.ends as thing_ends,
      case when t.role = 'thing' then t.value end as thing_value
    from signs as s
    join context.issue_patterns as p on p.sign = s.value
    join context.issue_kinds as k on k.issue = p.issue and (p_source <> 'description' or k.is_read_in_descriptions)
    left join tags as t on p.thing <> '' and t.value = p.thing and t.place <> s.place and t.role in ('thing', 'sign', 'measure')
      and (t.sentence = s.sentence or s.value = 'nth') and greatest(t.place - s.upto, s.place - t.upto) - 1 <= p.reach
      and (s.value <> 'missing' or t.place > s.upto and not exists (
        select from tags as b where b.place > s.upto and b.place < t.place and (b.role in ('sign', 'deed', 'kind') or b.role = 'cue' and b.value not in ('old', 'new'))
      ))
    where p.thing = '' or t.place is not null
    order by p.issue, s.place, p.thing = '', abs(t.place - s.place)
  ), judged as materialized (
    select e.*, context.is_denied(p_tags, e.place, e.upto, e.sentence, e.clause, e.value, e.issue) as is_denied,
      array(select distinct t.value from tags as t where t.role = 'thing' and t.sentence = e.sentence and abs(t.place - e.place) <= 8
        and t.value not in ('house', 'room', 'paper', 'warranty', 'appliance', 'pressure', 'flow', 'refrigerant', 'roof')) as things
    from seen as e
    where not (e.issue = 'leak' and exists (
      select from seen as o where o.place = e.place and o.issue in ('gas_leak', 'refrigerant_leak')
        or o.issue in ('foundation_crack', 'failed_shutoff') and o.sentence = e.sentence and abs(o.place - e.place) <= 12
    )) and not (e.issue = 'corrosion' and exists (select from seen as o where o.sentence = e.sentence and o.issue = 'failed_shutoff' and abs(o.place - e.place) <= 2))
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
        or (d.objects && j.things or j.things = '{}' or d.objects = '{}' or d.place < j.place and coalesce(d.object_at > j.place, true) and d.sentence = j.sentence)
          and (d.sentence > j.sentence or d.sentence = j.sentence and not exists (
            select from tags as c
            where c.role = 'cue' and c.value in ('but', 'still') and c.sentence = j.sentence and c.place between least(d.place, j.place) and greatest(d.place, j.place)
          ))
        -- With the unit goes what was wrong with it.
        or k.is_of_unit and d.deed in ('replace', 'install') and d.place > j.place and d.objects[1] like 'kind:%' and not j.things && '{shutoff,sewer,drain,gas_piping,water_line,duct,flue}'
        or k.is_of_unit and exists (select from tags as c where c.role = 'cue' and c.value = 'old' and c.sentence = j.sentence) and d.objects && array['kind:any', 'kind:garbage_disposal', 'kind:water_heater', 'kind:furnace', 'kind:boiler', 'kind:air_conditioner', 'kind:sump_pump', 'kind:faucet', 'kind:toilet', 'kind:water_softener']
      )
    ) as is_ended
    from judged as j
    where not j.is_denied
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
  where not exists (select from findings as f where f.issue = r.issue);
end
$$;
comment on function context.read_issues(text, text, context.note_tag[]) is
  'The standing conditions that a text of a job tells of (action found), and those that its work ends (resolved). subject is the sort of thing, place the text''s own word for it.';
