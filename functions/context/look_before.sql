create or replace function context.look_before(p_source text, p_tags context.note_tag[], p_unit context.note_unit)
returns context.note_view
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_view context.note_view;
  v_unit context.note_unit := p_unit;
  v_tag context.note_tag;
  v_near integer := p_unit.place;
  v_deed_at integer;
  v_is_served boolean := false;
begin
  v_view := row(null, 0, null, null, null, null, null, false, false, false, false, false, false, false)::context.note_view;
  -- Backwards to the beginning of the sentence. Loops, because what a word governs depends on what stands between.
  for v_n in reverse cardinality(p_tags)..1 loop
    v_tag := p_tags[v_n];
    continue when v_tag.place >= p_unit.place;
    v_view.starts_at := greatest(v_view.starts_at, v_n);
    exit when v_tag.sentence < p_unit.sentence;
    case v_tag.role
      when 'link' then
        v_view.link := case when v_view.link is null and v_near - v_tag.upto <= 2 and v_view.deed is null and not v_view.has_thing then v_tag.value else v_view.link end;
      when 'cue' then
        if v_tag.value = 'other' then
          v_unit.standing := 'foreign';
        elsif v_tag.value = 'title' and p_unit.place - v_tag.upto <= 2 and p_unit.kind is null and p_unit.capacity is null then
          v_unit.standing := 'foreign';
        elsif v_tag.value = 'swap' and v_near - v_tag.upto <= 2 then
          v_unit.standing := 'old';
        elsif v_tag.value = 'old' and v_near - v_tag.upto <= 2 and v_view.deed is null then
          v_unit.standing := 'old';
        elsif v_tag.value = 'no' and v_near - v_tag.upto <= 2 and v_view.deed is null and not v_view.has_thing then
          v_unit.standing := 'absent';
        elsif v_tag.value = 'existing' and v_near - v_tag.upto <= 3 then
          v_view.is_existing := true;
        elsif v_tag.value = 'but' then
          exit;
        elsif v_tag.value in ('found', 'is', 'think', 'maybe') then
          v_view.is_told := true;
          -- "Wants a new one, has a 20 yr old Trane".
          v_view.is_existing := v_view.is_existing or v_tag.value = 'is' and p_unit.year is not null and v_tag.clause = p_unit.clause and v_near - v_tag.upto <= 3;
        elsif v_tag.value = 'new' and v_near - v_tag.upto <= 2 then
          v_view.is_new := true;
          v_near := v_tag.place;
        elsif v_tag.value in ('quote', 'advise', 'want', 'later') and v_view.wish is null and not v_view.is_existing and not (v_view.has_thing and coalesce(v_view.link, '') not in ('and', 'to')) then
          v_view.wish := v_tag.value;
          v_view.wish_clause := v_tag.clause;
        end if;
        if v_view.deed is not null and (v_tag.value in ('quote', 'advise', 'later', 'maybe', 'think', 'past') or v_tag.value in ('no', 'cannot') and v_deed_at - v_tag.upto <= 2) or v_tag.value = 'want' and p_source = 'note' then
          v_view.is_undone := true;
        end if;
      when 'deed' then
        if v_tag.value = 'set' and p_unit.place - v_tag.upto <= 8 or v_tag.value = '+setup' and v_view.is_new or v_tag.value = 'put' and p_unit.place - v_tag.upto <= 4 then
          -- "Set toilet" puts it back.
          continue when p_unit.kind like 'toilet%' and p_unit.make is null and not v_view.is_new and p_source = 'note';
          v_tag.value := '+install';
        elsif v_tag.value = '+pull' and (p_unit.capacity is not null
          or context.unit_slot(p_unit.kind) in ('water_heater', 'furnace', 'boiler', 'air_conditioner', 'heat_pump', 'water_softener')) then
          v_tag.value := '+remove';
        elsif v_tag.value = '+pull' and v_view.deed is null and not v_view.has_thing then
          v_unit.types := v_unit.types || 'deed:pull'::text;
        end if;
        -- "Old softener taken out, new one set": done to what stands before it.
        if v_view.deed is null and v_view.wish is null and ltrim(v_tag.value, '+') in ('install', 'replace', 'remove', 'convert') and not context.is_year_cue(p_tags, v_n)
          and not coalesce(v_tag.value like '+%' and p_unit.clause > v_tag.clause and v_n > 1 and p_tags[v_n - 1].sentence = v_tag.sentence
            and p_tags[v_n - 1].role in ('kind', 'thing', 'make', 'weak') and v_tag.place - p_tags[v_n - 1].upto = 1, false) then
          v_view.deed := v_tag.value;
          v_deed_at := v_tag.place;
          -- "Replaced thermocouple on the water heater", "wax ring replaced and toilet reset": the work was on something else.
          if v_view.has_thing and coalesce(v_view.link, '') <> 'and' or (v_view.link = 'on' or v_view.link = 'from' and ltrim(v_tag.value, '+') in ('install', 'remove')) and p_unit.place - v_tag.upto > 2
            or v_n > 1 and v_tag.place - p_tags[v_n - 1].upto = 1 and (
              v_view.link in ('and', 'on', 'from') and p_tags[v_n - 1].role in ('thing', 'kind') or v_view.link = 'for' and p_tags[v_n - 1].role = 'thing' or p_unit.clause > v_tag.clause and p_tags[v_n - 1].role = 'thing')
            or v_view.link = 'to' and ltrim(v_tag.value, '+') in ('install', 'remove')
            -- "Change out filter & check humidifier".
            or v_is_served and v_view.has_thing then
            v_view.deed := 'other';
          elsif v_view.link = 'from' and ltrim(v_tag.value, '+') in ('replace', 'convert') then
            v_unit.standing := 'old';
          end if;
        end if;
        v_view.has_work := v_view.has_work or v_view.wish is null;
      when 'service' then
        v_view.has_work := v_view.has_work or v_view.wish is null and v_near - v_tag.upto <= 3;
        v_is_served := v_is_served or v_view.deed is null and v_near - v_tag.upto <= 2;
      when 'thing' then
        v_view.has_thing := v_view.has_thing or v_view.deed is null;
      else
        null;
    end case;
    if v_tag.role in ('type', 'count', 'make', 'measure', 'code', 'series', 'room', 'year_number') and v_near - v_tag.upto <= 2 then
      v_near := least(v_near, v_tag.place);
    end if;
  end loop;
  v_view.unit := v_unit;
  return v_view;
end
$$;
comment on function context.look_before(text, context.note_tag[], context.note_unit) is
  'What the words between the beginning of its sentence and a mention say of it.';
