create or replace function context.read_deeds(p_source text, p_tags context.note_tag[])
returns table (place integer, upto integer, sentence integer, deed text, objects text[], object_at integer, is_of_before boolean)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if not exists (select from unnest(p_tags) as t where t.role = 'deed' or t.role = 'cue' and t.value = 'new') or p_source = 'description' then
    return;
  end if;
  return query
  select t.place, t.upto, t.sentence, case when t.role = 'cue' then 'replace' else replace(ltrim(t.value, '+'), 'convert', 'replace') end, coalesce(o.after, o.before, '{}'), o.object_at,
    -- "Replaced." and "Replaced with a new one." are about what was spoken of before.
    not exists (select from unnest(p_tags) as b where b.sentence = t.sentence and (b.place < t.place or b.place = t.place and b.value = 'reset')) and exists (
      select from unnest(p_tags) as e where e.role = 'mark' and e.value = 'end' and e.place = t.place or e.role = 'link' and e.value = 'with' and e.place = t.upto + 1
    )
  from unnest(p_tags) with ordinality as t
  cross join lateral (
    select min(d.place) filter (where d.place > t.upto and d.role <> 'link') as next_at, max(d.place) filter (where d.upto < t.place and d.role <> 'link') as last_at,
      coalesce(bool_or(d.role = 'link'), false) as has_tool
    from unnest(p_tags) as d
    where (d.role = 'deed' or d.role = 'cue' and d.value = 'found' and d.place > t.upto or d.role = 'link' and d.value = 'with' and d.place = t.upto + 1) and d.sentence = t.sentence
  ) as n
  cross join lateral (
    select
      -- "Reattached with screws": with what is not on what.
      array_agg(distinct x.name) filter (where x.place > t.place and x.place < coalesce(n.next_at, x.place + 1) and not (t.value = '+repair' and n.has_tool and x.name = 'part')) as after,
      array_agg(distinct x.name) filter (where x.place < t.place and x.place > coalesce(n.last_at, -1) and x.clause = x.last_clause) as before,
      min(x.place) filter (where x.place > t.place) as object_at
    from (
      select y.place, y.clause, max(y.clause) filter (where y.place < t.place) over () as last_clause, case y.role when 'kind' then 'kind:' || context.unit_slot(y.value) when 'weak' then 'kind:any' else y.value end as name
      from unnest(p_tags) as y
      where y.sentence = t.sentence and y.role in ('thing', 'kind', 'weak')
        and y.value not in ('house', 'room', 'paper', 'warranty', 'appliance', 'pressure', 'flow', 'any')
    ) as x
  ) as o
  where (t.role = 'deed' or t.role = 'cue' and t.value = 'new' and p_source = 'note' and exists (
      -- "New trap." tells of a deed without a word for it.
      select from unnest(p_tags) as y where y.role = 'thing' and y.place - t.upto between 1 and 3 and y.sentence = t.sentence
    ) and not exists (
      select from unnest(p_tags) as b where b.sentence = t.sentence and (b.place < t.place and b.clause = t.clause or b.role = 'link' and b.value = 'by' or b.role = 'cue' and b.value in ('advise', 'quote', 'want', 'later', 'maybe', 'think', 'no', 'claim')
        or b.role = 'deed' and b.place < t.place)
    ))
    -- "Was installed without expansion tank" tells what is missing.
    and not exists (select from unnest(p_tags) as m where m.role = 'sign' and m.value = 'missing' and m.place = t.upto + 1 and m.sentence = t.sentence)
    -- "Installed 2014" tells an age. A case, so that it is asked of deeds alone.
    and case when t.role = 'deed' then not context.is_year_cue(p_tags, t.ordinality::integer) else true end
    and (t.value like '+%' or t.value in ('flush', 'descale', 'new') or p_source = 'line_item' or not exists (select from unnest(p_tags) as b where b.sentence = t.sentence and b.place < t.place))
    and not exists (
      select from unnest(p_tags) as c
      where c.role = 'cue' and c.sentence = t.sentence and (
        c.value in ('quote', 'advise', 'want', 'later', 'no', 'cannot', 'maybe', 'think', 'past') and c.upto < t.place
          and t.place - c.upto <= case when c.value in ('no', 'cannot') then 3 else 8 end and not exists (
          select from unnest(p_tags) as b
          where b.sentence = t.sentence and b.place > c.upto and b.place < t.place and (b.role = 'cue' and b.value in ('but', 'ok', 'dry') or b.role = 'deed' and b.value like '+%' and b.clause > c.clause)
        )
        or c.value in ('later', 'quote', 'advise', 'want') and c.place > t.upto and c.place - t.upto <= case c.value when 'later' then 6 else 3 end and c.clause = t.clause
        -- "Tightening didn't help."
        or c.value = 'cannot' and c.place - t.upto between 1 and 2 and c.clause = t.clause
        or c.value in ('temp', 'still') and abs(c.place - t.place) <= 12
      )
    );
end
$$;
comment on function context.read_deeds(text, context.note_tag[]) is
  'The work that a text says was done, with what it was done on (things, and kind:<kind> for equipment): not what is planned, quoted, declined, half done or temporary, and nothing of a description, which was written before.';
