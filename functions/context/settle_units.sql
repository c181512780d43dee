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
  v_other context.note_unit;
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
  v_all := context.name_units(p_tags, v_all);

  -- "Furnace: cleaned. AC: charged. Both Amana 2013."
  for v_n in 3..cardinality(v_all) loop
    continue when num_nonnulls(v_all[v_n].make, v_all[v_n].year) = 0 or not exists (
      select from unnest(p_tags) as b where b.role = 'cue' and b.value = 'both' and v_all[v_n].place - b.upto between 1 and 4 and b.sentence = v_all[v_n].sentence
    );
    for v_m in v_n - 2..v_n - 1 loop
      if v_all[v_m].standing = 'here' and v_all[v_m].kind not like 'any:%' and v_all[v_n].sentence - v_all[v_m].sentence <= 3 then
        v_all[v_m].make := coalesce(v_all[v_m].make, v_all[v_n].make);
        v_all[v_m].year := coalesce(v_all[v_m].year, v_all[v_n].year);
      end if;
    end loop;
  end loop;

  -- "Honeywell stat, Amana heat pump, both about 3 years".
  for v_n in 2..cardinality(v_all) loop
    if v_all[v_n].year is not null and v_all[v_n - 1].year is null and v_all[v_n - 1].sentence = v_all[v_n].sentence and v_all[v_n - 1].standing = 'here' and exists (
      select from unnest(p_tags) as b where b.role = 'cue' and b.value = 'both' and b.place between v_all[v_n].place and v_all[v_n].upto
    ) then
      v_all[v_n - 1].year := v_all[v_n].year;
      v_all[v_n - 1].is_estimate := v_all[v_n].is_estimate;
    end if;
  end loop;

  -- Something that was replaced with something: the first is the old one.
  for v_n in 2..cardinality(v_all) loop
    v_unit := v_all[v_n];
    v_other := v_all[v_n - 1];
    -- "Changed the thermostat from a Honeywell to a Nest": the old one stands between.
    if v_n > 2 and v_other.standing = 'old' and v_all[v_n - 2].sentence = v_unit.sentence and v_all[v_n - 2].action = 'replaced' then
      v_other := v_all[v_n - 2];
      v_all[v_n - 2].standing := case when v_unit.types && '{link:to}' then 'old' else v_other.standing end;
    end if;
    v_base := split_part(v_unit.kind, '/', 1);
    continue when v_other.sentence <> v_unit.sentence;
    if v_other.action = 'replaced' and v_unit.action in ('replaced', 'installed', 'observed') and v_unit.standing in ('here', 'wished')
      and v_unit.types && '{link:with,link:for,link:to}' and split_part(v_other.kind, '/', 1) = v_base then
      v_all[v_n - 1].standing := 'old';
      v_all[v_n].standing := 'here';
      v_all[v_n].action := 'replaced';
    elsif v_unit.action = 'replaced' and v_other.action = 'observed' and v_other.standing = 'here' and v_other.make is not null and split_part(v_other.kind, '/', 1) = v_base
      and exists (
        select from unnest(p_tags) as d join unnest(p_tags) as l on l.role = 'link' and l.value = 'to' and l.upto = d.place - 1
        where d.role = 'deed' and d.value = 'replace' and d.place between v_other.upto and v_unit.place
      ) then
      -- "Honeywell Pro to replace a Lux".
      v_all[v_n - 1].action := 'replaced';
      v_all[v_n].standing := 'old';
    elsif v_unit.types && '{link:and,link:with}' and v_other.kind <> v_unit.kind then
      if v_other.action = 'observed' and v_other.standing = 'here' and v_unit.action in ('installed', 'replaced') and not exists (
        select from unnest(p_tags) as d where d.role = 'deed' and d.place between v_other.upto and v_unit.place
      ) then
        v_all[v_n - 1].action := v_unit.action;
      end if;
      -- What is said of two is of both: "furnace and AC, both 2014", "Goodman furnace & AC".
      if v_other.standing = 'wished' and v_other.year is null and v_unit.year is not null and v_unit.standing = 'here' then
        v_all[v_n - 1].standing := 'here';
      end if;
      v_all[v_n - 1].year := coalesce(v_other.year, v_unit.year);
      v_all[v_n - 1].is_estimate := coalesce(v_other.is_estimate, v_unit.is_estimate);
      -- "Trane heat pump 2016 w/ air handler".
      if v_unit.year is null and v_unit.make is null and v_unit.types && '{link:with}' and v_unit.action = 'observed' and v_other.standing = 'here' then
        v_all[v_n].year := v_other.year;
        v_all[v_n].is_estimate := v_other.is_estimate;
      end if;
      if v_unit.make is null and v_unit.types && '{link:and,link:with}' and exists (
        select from context.note_makes as m where m.make = v_other.make and context.unit_slot(v_unit.kind) = any (m.kinds)
      ) then
        v_all[v_n].make := v_other.make;
      elsif v_other.make is null and v_unit.make is not null and v_unit.types && '{link:and}' and exists (
        select from unnest(p_tags) as t where t.place = v_unit.place and t.role = 'kind'
      ) and exists (
        select from context.note_makes as m where m.make = v_unit.make and context.unit_slot(v_other.kind) = any (m.kinds)
      ) then
        v_all[v_n - 1].make := v_unit.make;
      end if;
    end if;
  end loop;

  for v_n in 3..cardinality(v_all) loop
    v_unit := v_all[v_n];
    if v_unit.sentence = v_all[v_n - 2].sentence and v_all[v_n - 1].types && '{link:and,link:with}' and v_unit.kind = v_all[v_n - 1].kind
      and v_all[v_n - 2].kind <> v_unit.kind and num_nonnulls(v_all[v_n - 1].make, v_all[v_n - 1].year, v_all[v_n - 2].make, v_all[v_n - 2].year) = 0 then
      v_all[v_n - 2].make := v_unit.make;
      v_all[v_n - 2].year := v_unit.year;
      v_all[v_n - 2].is_estimate := v_unit.is_estimate;
    end if;
  end loop;

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
