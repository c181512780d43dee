create or replace function context.settle_units(p_source text, p_on date, p_tags context.note_tag[], p_units context.note_unit[])
returns context.note_unit[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_all context.note_unit[] := '{}';
  v_unit context.note_unit;
  v_done context.note_unit[] := '{}';
  v_new text[] := '{}';
  v_new_at integer[] := '{}';
  v_old text[] := '{}';
  v_at integer;
  v_base text;
begin
  select coalesce(array_agg(context.judge_unit(p_source, p_tags, u, context.is_wish_list(p_tags, u.sentence)) order by u.place), '{}') into v_all
  from unnest(p_units) as u
  left join context.note_makes as m on m.make = u.make
  -- A size alone is as likely what was drained; a name that is also a word needs something that a unit has.
  where num_nonnulls(u.kind, u.year) > 0 or u.make is not null and u.model is not null
    or u.capacity is not null and (u.make is not null or u.types <> '{}' or u.capacity >= 20)
    or u.make is not null and not m.is_common_word
    or u.make is not null and exists (
      select from unnest(p_units) as k where k.kind is not null and (k.sentence = u.sentence or context.unit_slot(k.kind) = any (m.kinds) or substr(k.kind, 5) = any (m.kinds))
    )
    or u.make is not null and exists (
      -- "Set up a new Nest".
      select from unnest(p_tags) as d where (d.role = 'deed' or d.role = 'cue' and d.value = 'new') and u.place - d.upto between 1 and 2 and d.sentence = u.sentence
    )
    or u.make is not null and exists (
      select from unnest(p_tags) as h where h.role = 'hint' and h.value = any (m.kinds) and abs(h.sentence - u.sentence) <= 3 or h.role = 'thing' and h.value = 'exchanger'
    );
  v_all := context.share_units(p_tags, context.name_units(p_tags, v_all));

  for v_n in 1..cardinality(v_all) loop
    v_unit := v_all[v_n];
    v_base := context.unit_slot(v_unit.kind);
    if v_unit.standing = 'here' and v_unit.action in ('installed', 'replaced') then
      v_new := v_new || v_base;
      v_new_at := v_new_at || v_unit.place;
    end if;
    if v_unit.action = 'removed' and exists (select from unnest(p_tags) as t where t.role = 'cue' and t.value = 'reset') then
      v_all[v_n].action := 'observed';
      continue;
    end if;
    if v_unit.standing = 'old' or v_unit.action = 'removed' or v_unit.types && '{deed:pull}' or v_unit.action = 'observed' and v_unit.standing = 'here' and v_unit.make is not null and exists (
      select from unnest(v_all) as o where (o.place > v_unit.place or 'existing' = any (v_unit.types) and not v_unit.types && '{link:to,link:on,link:for}') and o.action = 'installed' and o.make <> v_unit.make and context.unit_slot(o.kind) = v_base
    ) or v_unit.action = 'observed' and v_unit.standing = 'here' and v_unit.year is not null then
      v_old := v_old || v_base;
    end if;
  end loop;

  for v_n in 1..cardinality(v_all) loop
    v_unit := v_all[v_n];
    v_base := context.unit_slot(v_unit.kind);
    continue when v_unit.kind is null or v_unit.standing in ('wished', 'absent', 'foreign', 'part');
    -- "The unit" alone says nothing new.
    continue when v_unit.action = 'observed' and num_nonnulls(v_unit.make, v_unit.capacity, v_unit.year, v_unit.model) = 0 and exists (
      select from unnest(p_units) as w where w.place = v_unit.place and w.kind = 'any:any'
    );
    -- Who speaks of a heat pump calls it the AC as well.
    continue when v_base = 'air_conditioner' and num_nonnulls(v_unit.make, v_unit.capacity, v_unit.year) = 0 and exists (
      select from unnest(v_all) as h where h.kind like 'heat_pump%' and h.standing = 'here'
    );
    if v_base = any (v_new) then
      continue when v_unit.standing = 'old' or v_unit.action = 'removed';
      -- Before the work is told, what has an age is what went out.
      continue when v_unit.action = 'observed' and v_unit.year is not null and (v_unit.year < 0 or v_unit.year < extract(year from p_on));
      -- So is what has another make, when it was spoken of first.
      if v_unit.action = 'observed' and v_unit.make is not null and exists (
        select from unnest(v_all) as o
        where o.standing = 'here' and o.action in ('installed', 'replaced') and context.unit_slot(o.kind) = v_base and (o.place > v_unit.place or 'existing' = any (v_unit.types) and not v_unit.types && '{link:to,link:on,link:for}') and o.make <> v_unit.make
      ) then
        continue;
      end if;
      -- "Pump burned out. New Liberty 257.", "disposal seized, put in a Badger".
      if v_unit.action = 'installed' and p_source = 'note' and exists (
        select from unnest(v_all) as o
        where o.place < v_unit.place and o.standing = 'here' and o.action = 'observed' and context.unit_slot(o.kind) = v_base and coalesce(o.make <> v_unit.make, true)
          and not o.types && '{link:on,link:for}' and ('new' = any (v_unit.types) or exists (
            select from unnest(p_tags) as t where t.role = 'sign' and t.sentence = o.sentence and t.place between o.upto and v_unit.place
          ))
      ) then
        v_unit.action := 'replaced';
      end if;
      if v_unit.action = 'installed' and (v_base = any (v_old) or 'any' = any (v_old)) then
        v_unit.action := 'replaced';
        -- One old unit makes one replacement.
        v_old := array_remove(v_old, v_base);
      end if;
      -- What was done replaces what is said of the old one: its age, and with an age its make and size.
      if v_unit.year < 0 then
        v_unit.make := null;
        v_unit.capacity := null;
        v_unit.capacity_unit := null;
        v_unit.model := null;
      end if;
    end if;
    if v_base = 'other/water filter' and v_unit.action = 'replaced' and v_unit.model is null then
      -- Changed is what is in it.
      v_unit.action := 'observed';
    end if;
    v_at := context.find_alike(v_done, v_unit);
    if v_at is null then
      v_done := v_done || v_unit;
    else
      v_done[v_at] := context.join_units(v_done[v_at], v_unit);
    end if;
  end loop;
  return v_done;
end
$$;
comment on function context.settle_units(text, date, context.note_tag[], context.note_unit[]) is 'The units that a text speaks of, out of their mentions.';
