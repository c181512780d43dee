create or replace function context.judge_unit(p_source text, p_tags context.note_tag[], p_unit context.note_unit, p_is_wish_list boolean)
returns context.note_unit
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_unit context.note_unit := p_unit;
  v_tag context.note_tag;
  v_start integer := 0;
  v_near integer := p_unit.place;
  v_link text;
  v_deed text;
  v_deed_at integer;
  v_deed_clause integer;
  v_wish text;
  v_wish_clause integer;
  v_has_thing boolean := false;
  v_has_work boolean := false;
  v_is_new boolean := false;
  v_is_undone boolean := false;
  v_is_dead boolean := false;
  v_is_existing boolean := false;
  v_is_told boolean := false;
  v_is_served boolean := false;
  v_last integer;
begin
  if v_unit.standing is not null then
    return v_unit;
  end if;
  v_unit.standing := 'here';
  v_unit.action := 'observed';

  -- Backwards to the beginning of the sentence. Loops, because what a word governs depends on what stands between.
  for v_n in reverse cardinality(p_tags)..1 loop
    v_tag := p_tags[v_n];
    continue when v_tag.place >= p_unit.place;
    v_start := greatest(v_start, v_n);
    exit when v_tag.sentence < p_unit.sentence;
    case v_tag.role
      when 'link' then
        v_link := case when v_link is null and v_near - v_tag.upto <= 2 and v_deed is null and not v_has_thing then v_tag.value else v_link end;
      when 'cue' then
        if v_tag.value = 'other' then
          v_unit.standing := 'foreign';
        elsif v_tag.value = 'title' and p_unit.place - v_tag.upto <= 2 and p_unit.kind is null and p_unit.capacity is null then
          v_unit.standing := 'foreign';
        elsif v_tag.value = 'swap' and v_near - v_tag.upto <= 2 then
          v_unit.standing := 'old';
        elsif v_tag.value = 'old' and v_near - v_tag.upto <= 2 and v_deed is null then
          v_unit.standing := 'old';
        elsif v_tag.value = 'no' and v_near - v_tag.upto <= 2 and v_deed is null and not v_has_thing then
          v_unit.standing := 'absent';
        elsif v_tag.value = 'existing' and v_near - v_tag.upto <= 3 then
          v_is_existing := true;
        elsif v_tag.value = 'but' then
          exit;
        elsif v_tag.value in ('found', 'is', 'think', 'maybe') then
          v_is_told := true;
          -- "Wants a new one, has a 20 yr old Trane".
          v_is_existing := v_is_existing or v_tag.value = 'is' and p_unit.year is not null and v_tag.clause = p_unit.clause and v_near - v_tag.upto <= 3;
        elsif v_tag.value = 'new' and v_near - v_tag.upto <= 2 then
          v_is_new := true;
          v_near := v_tag.place;
        elsif v_tag.value in ('quote', 'advise', 'want', 'later') and v_wish is null and not v_is_existing and not (v_has_thing and coalesce(v_link, '') not in ('and', 'to')) then
          v_wish := v_tag.value;
          v_wish_clause := v_tag.clause;
        end if;
        if v_deed is not null and (v_tag.value in ('quote', 'advise', 'later', 'maybe', 'think', 'past') or v_tag.value in ('no', 'cannot') and v_deed_at - v_tag.upto <= 2) or v_tag.value = 'want' and p_source = 'note' then
          v_is_undone := true;
        end if;
      when 'deed' then
        if v_tag.value = 'set' and p_unit.place - v_tag.upto <= 8 or v_tag.value = '+setup' and v_is_new or v_tag.value = 'put' and p_unit.place - v_tag.upto <= 4 then
          -- "Set toilet" puts it back.
          continue when p_unit.kind like 'toilet%' and p_unit.make is null and not v_is_new and p_source = 'note';
          v_tag.value := '+install';
        elsif v_tag.value = '+pull' and (p_unit.capacity is not null
          or context.unit_slot(p_unit.kind) in ('water_heater', 'furnace', 'boiler', 'air_conditioner', 'heat_pump', 'water_softener')) then
          v_tag.value := '+remove';
        elsif v_tag.value = '+pull' and v_deed is null and not v_has_thing then
          v_unit.types := v_unit.types || 'deed:pull'::text;
        end if;
        -- "Old softener taken out, new one set": done to what stands before it.
        if v_deed is null and v_wish is null and ltrim(v_tag.value, '+') in ('install', 'replace', 'remove', 'convert') and not context.is_year_cue(p_tags, v_n)
          and not coalesce(v_tag.value like '+%' and p_unit.clause > v_tag.clause and v_n > 1 and p_tags[v_n - 1].sentence = v_tag.sentence
            and p_tags[v_n - 1].role in ('kind', 'thing', 'make', 'weak') and v_tag.place - p_tags[v_n - 1].upto = 1, false) then
          v_deed := v_tag.value;
          v_deed_at := v_tag.place;
          -- "Replaced thermocouple on the water heater", "wax ring replaced and toilet reset": the work was on something else.
          if v_has_thing and coalesce(v_link, '') <> 'and' or (v_link = 'on' or v_link = 'from' and ltrim(v_tag.value, '+') in ('install', 'remove')) and p_unit.place - v_tag.upto > 2
            or v_n > 1 and v_tag.place - p_tags[v_n - 1].upto = 1 and (
              v_link in ('and', 'on', 'from') and p_tags[v_n - 1].role in ('thing', 'kind') or v_link = 'for' and p_tags[v_n - 1].role = 'thing' or p_unit.clause > v_tag.clause and p_tags[v_n - 1].role = 'thing')
            or v_link = 'to' and ltrim(v_tag.value, '+') in ('install', 'remove')
            -- "Change out filter & check humidifier".
            or v_is_served and v_has_thing then
            v_deed := 'other';
          elsif v_link = 'from' and ltrim(v_tag.value, '+') in ('replace', 'convert') then
            v_unit.standing := 'old';
          end if;
        end if;
        v_has_work := v_has_work or v_wish is null;
      when 'service' then
        v_has_work := v_has_work or v_wish is null and v_near - v_tag.upto <= 3;
        v_is_served := v_is_served or v_deed is null and v_near - v_tag.upto <= 2;
      when 'thing' then
        v_has_thing := v_has_thing or v_deed is null;
      else
        null;
    end case;
    if v_tag.role in ('type', 'count', 'make', 'measure', 'code', 'series', 'room', 'year_number') and v_near - v_tag.upto <= 2 then
      v_near := least(v_near, v_tag.place);
    end if;
  end loop;

  -- Forwards: what was done with it is also said after it.
  v_last := p_unit.upto;
  for v_n in v_start + 1..cardinality(p_tags) loop
    v_tag := p_tags[v_n];
    continue when v_tag.place <= p_unit.upto;
    exit when v_tag.sentence > p_unit.sentence or v_tag.role in ('kind', 'weak') or v_tag.place - v_last > 6;
    -- "Humidifier: Aprilaire 800, canister replaced": what was replaced is a word that means nothing here.
    exit when p_source = 'note' and v_tag.role = 'deed' and v_tag.value like '+%' and v_n > 1 and v_tag.clause > p_tags[v_n - 1].clause and v_tag.place - v_last >= 3;
    v_tag.value := case when v_tag.value = '+setup' and split_part(p_unit.kind, '/', 1) not in ('thermostat') then '+install' else v_tag.value end;
    if v_tag.role = 'deed' and v_deed is null and coalesce(v_link, '') not in ('on', 'from') and ltrim(v_tag.value, '+') in ('install', 'replace', 'remove', 'convert') and not context.is_year_cue(p_tags, v_n)
      and not context.has_object(p_tags, v_n)
      -- "He should add one."
      and not (v_tag.value not like '+%' and v_n > 1 and p_tags[v_n - 1].role = 'cue' and p_tags[v_n - 1].value in ('advise', 'quote', 'want', 'later') and v_tag.place - p_tags[v_n - 1].upto = 1) then
      v_deed := v_tag.value;
      v_deed_clause := v_tag.clause;
    elsif v_tag.role = 'cue' and v_deed is null and v_tag.place - p_unit.upto <= 2 and (v_tag.value = 'quote' or v_tag.value = 'needed' and not exists (
      select from unnest(p_tags[v_n + 1:v_n + 3]) as y where y.clause = v_tag.clause and y.place > v_tag.upto
    )) then
      v_wish := coalesce(v_wish, 'quote');
    elsif v_tag.role = 'cue' and (
      -- "Thermostat installed, customer to buy a filter" is two matters.
      v_tag.value in ('later', 'quote', 'advise') and v_tag.place - v_last <= 4 and not (v_tag.value = 'later' and v_deed like '+%' and v_tag.clause > coalesce(v_deed_clause, v_tag.clause)) or v_tag.value = 'want' and p_source = 'note'
      or v_tag.value = 'past' or v_deed is null and v_tag.value in ('no', 'cannot', 'maybe', 'think')
    ) then
      v_is_undone := true;
    elsif v_tag.role = 'cue' and v_tag.value = 'swap' and ltrim(v_deed, '+') = 'install' then
      v_deed := '+replace';
    elsif v_tag.role in ('service', 'deed', 'sign') and v_tag.value <> 'hard_water' then
      if not v_has_work and v_tag.place - p_unit.upto <= 3 then
        v_has_work := v_tag.role <> 'deed' or not exists (
          select from unnest(p_tags[v_n + 1:v_n + 4]) as y where y.role = 'kind' and y.sentence = v_tag.sentence and y.place - v_tag.upto <= 4
        );
      end if;
    elsif v_tag.role = 'money' and v_tag.place - p_unit.upto <= 4 and p_source = 'note' and v_deed is null then
      v_wish := 'quote';
    elsif v_tag.role = 'cue' and v_tag.value = 'other' then
      v_unit.standing := 'foreign';
    elsif v_tag.role = 'cue' and v_tag.value = 'old' and v_tag.place - p_unit.upto <= 2 then
      v_is_dead := true;
    elsif v_tag.role = 'cue' and (v_tag.value = 'none' or v_tag.value = 'no' and v_tag.place = v_last + 2) and v_tag.place - p_unit.upto <= 2 and num_nonnulls(p_unit.make, p_unit.year, p_unit.capacity) = 0
      and not (v_n < cardinality(p_tags) and p_tags[v_n + 1].sentence = v_tag.sentence and p_tags[v_n + 1].place - v_tag.upto between 1 and 3
        and p_tags[v_n + 1].role in ('sign', 'thing', 'deed', 'service')) then
      v_unit.standing := 'absent';
    elsif v_tag.role = 'cue' and v_tag.value = 'reset' and v_tag.place - p_unit.upto <= 2 then
      v_deed := 'other';
    end if;
    if v_tag.role = 'thing' then
      exit when p_source = 'note';
      -- "Condenser & coil replacement".
      exit when not exists (select from unnest(p_tags) as l where l.upto = v_tag.place - 1 and l.role = 'link' and l.value in ('and', 'with'));
    end if;
    v_last := v_tag.upto;
  end loop;

  -- "New State 40 gal in" tells of a deed without a word for it.
  if v_is_new and v_deed is null and v_wish is null and coalesce(v_link, '') <> 'for' and p_source = 'note' and not p_is_wish_list and not v_is_told and v_unit.standing = 'here' then
    v_deed := '+install';
  end if;
  -- A shop ("ordered from Rheem"), and the thermostat of a water heater.
  if v_link = 'from' and p_unit.kind is null and p_unit.capacity is null or v_link = 'for' and p_unit.kind is null and num_nonnulls(p_unit.make, p_unit.year) = 0 or p_unit.kind like 'thermostat%' and p_unit.make is null and exists (
    select from unnest(p_tags) as t where t.role = 'thing' and t.value = 'heater_part' and t.sentence = p_unit.sentence
  ) then
    v_unit.standing := 'part';
  end if;
  -- "Expansion tank replaced, 2 gal Amtrol".
  if p_unit.kind is null and p_unit.capacity_unit = 'gallon' and p_unit.capacity <= 5 then
    v_unit.standing := 'part';
  end if;
  -- Of what was there, the replacement keeps nothing but the kind.
  if v_is_existing and ltrim(v_deed, '+') = 'replace' then
    v_unit.year := -abs(coalesce(v_unit.year, 1));
  end if;
  -- "Expansion tank failed, replaced with 2 gal Amtrol": the part's make and size.
  if p_unit.kind is null and v_link in ('with', 'for') and ltrim(v_deed, '+') in ('replace', 'convert', 'other') then
    for v_n in reverse cardinality(p_tags)..1 loop
      continue when p_tags[v_n].place >= p_unit.place or p_tags[v_n].role not in ('thing', 'kind', 'make', 'weak');
      if p_tags[v_n].role = 'thing' and p_tags[v_n].sentence >= p_unit.sentence - 1 then
        v_unit.standing := 'part';
      end if;
      exit;
    end loop;
  end if;

  if v_deed in ('+install', '+replace', '+remove', '+convert') and not v_is_undone and v_wish is null
    or v_deed in ('install', 'replace', 'remove', 'convert') and not v_is_undone and (v_wish is null or v_wish = 'want' and p_source <> 'note') and not p_is_wish_list then
    v_unit.action := case ltrim(v_deed, '+') when 'install' then 'installed' when 'remove' then 'removed' else 'replaced' end;
    v_wish := null;
  elsif v_wish is not null or p_is_wish_list then
    -- What is to be repaired or replaced stands; what is to be put in does not.
    -- Nor is what has an age only wished for.
    if p_unit.year is null and (v_is_new or coalesce(v_deed, '') in ('install', '+install', 'convert', '+convert') or v_link = 'with' or v_link = 'to' and v_wish_clause is not distinct from p_unit.clause
      or not (v_has_work or coalesce(v_deed, '') in ('replace', '+replace', 'remove', '+remove'))) then
      v_unit.standing := case v_unit.standing when 'here' then 'wished' else v_unit.standing end;
    end if;
  end if;
  if v_deed is null and v_wish is null and v_unit.standing = 'here' and p_source = 'note' and not v_has_thing then
    v_unit.action := coalesce(context.done_next(p_tags, p_unit), v_unit.action);
  end if;
  if v_is_dead and v_unit.action = 'observed' and v_unit.standing = 'here' then
    v_unit.standing := 'old';
  end if;
  v_unit.types := v_unit.types || coalesce('link:' || v_link, '') || case when v_is_new then 'new' else '' end || case when v_is_existing then 'existing' else '' end;
  return v_unit;
end
$$;
comment on function context.judge_unit(text, context.note_tag[], context.note_unit, boolean) is
  'A mention with its standing and its action, by the words around it. p_is_wish_list: it stands under a heading such as "Recommended:". The link before it (with, and, for, on, to, by) is added to its types as link:….';
