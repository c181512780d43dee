create or replace function context.share_units(p_tags context.note_tag[], p_units context.note_unit[])
returns context.note_unit[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_all context.note_unit[] := p_units;
  v_unit context.note_unit;
  v_other context.note_unit;
  v_base text;
begin
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
  return v_all;
end
$$;
comment on function context.share_units(context.note_tag[], context.note_unit[]) is
  'Mentions with what is said of two of them together: a make, a year, or that one took the other''s place.';
