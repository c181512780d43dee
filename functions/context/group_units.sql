create or replace function context.group_units(p_tags context.note_tag[])
returns context.note_unit[]
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  v_units context.note_unit[] := '{}';
  v_unit context.note_unit;
  v_is_open boolean := false;
  v_tag context.note_tag;
  v_gap integer;
  v_reach integer := 0;
  v_noun_at integer := -99;
  v_noun_sentence integer := -1;
  v_thing_at integer := -99;
  v_thing text;
  v_thing_sentence integer := -1;
  v_is_fresh boolean;
  v_year_cue_at integer := -99;
  v_year_cue text;
  v_approx_at integer := -99;
  v_span_at integer := -99;
  v_both_at integer := -99;
begin
  -- A loop, because which mention a word belongs to depends on what was read before it.
  for v_n in 1..cardinality(p_tags) loop
    v_tag := p_tags[v_n];
    if v_is_open and v_tag.sentence <> v_unit.sentence then
      v_units := v_units || v_unit;
      v_is_open := false;
    end if;
    v_gap := case when v_is_open then v_tag.place - v_reach - 1 else 99 end;
    v_is_fresh := false;
    -- "ICP?" is a guess, "Mrs. Nest" a person.
    continue when v_tag.role = 'make' and v_n > 1 and p_tags[v_n - 1].role = 'cue' and p_tags[v_n - 1].value = 'title' and p_tags[v_n - 1].upto = v_tag.place - 1 and p_tags[v_n - 1].sentence = v_tag.sentence;
    continue when v_tag.role = 'make' and v_n < cardinality(p_tags) and p_tags[v_n + 1].role = 'mark' and p_tags[v_n + 1].value = '?' and p_tags[v_n + 1].place = v_tag.upto + 1;

    case v_tag.role
      when 'kind' then
        v_is_fresh := not v_is_open or v_gap > 4
          -- "Sprayer a Delta, disposal a Waste King".
          or v_unit.make is not null and v_unit.kind is null and v_tag.clause > p_tags[v_n - 1].clause and v_n < cardinality(p_tags) and p_tags[v_n + 1].role = 'make' and p_tags[v_n + 1].clause = v_tag.clause
          or v_unit.kind is not null and not (v_unit.kind = 'any:any' and v_gap <= 1) and (context.unit_slot(v_unit.kind) <> context.unit_slot(v_tag.value) or v_gap > 1);
      when 'weak' then
        v_is_fresh := v_gap > 3 or v_unit.kind is not null and v_gap > 0;
      when 'make' then
        v_is_fresh := v_gap > 3 or v_unit.make <> v_tag.value or v_unit.make is not null and (v_unit.year is not null or v_unit.kind is not null and v_tag.clause > v_unit.clause);
      when 'type' then
        v_is_fresh := v_gap > 3;
      when 'measure' then
        v_is_fresh := v_gap > case when v_tag.value in ('year', 'year_old') then 8 else 4 end and v_tag.value in ('gallon', 'ton', 'btu', 'kbtu', 'hp', 'year_old', 'year', 'month_old');
      when 'year_number' then
        -- "Honeywell) on 2012 Reliance": the year is of what follows.
        v_is_fresh := v_gap > 3 or v_tag.place - v_unit.upto > 1 and v_unit.make is not null and v_n < cardinality(p_tags) and p_tags[v_n + 1].role = 'make' and p_tags[v_n + 1].place = v_tag.upto + 1;
      when 'cue' then
        v_approx_at := case when v_tag.value = 'approx' then v_tag.upto else v_approx_at end;
        v_both_at := case when v_tag.value = 'both' then v_tag.upto else v_both_at end;
        v_span_at := case when v_tag.value = 'span' then v_tag.upto else v_span_at end;
        if v_is_open and v_tag.value = 'both' and v_n < cardinality(p_tags) and p_tags[v_n + 1].role = 'make' then
          v_units := v_units || v_unit;
          v_is_open := false;
        elsif v_is_open and v_tag.value in ('found', 'is') and v_gap <= 2 then
          v_reach := v_tag.upto;
        elsif v_is_open and v_tag.value in ('no', 'quote', 'advise', 'want', 'later', 'new', 'existing', 'but')
          or v_is_open and v_tag.value = 'old' and not (v_unit.year is not null and v_gap = 0) and p_tags[v_n - 1].value is distinct from 'year' then
          v_units := v_units || v_unit;
          v_is_open := false;
        end if;
      when 'link' then
        if v_is_open and v_tag.value in ('with', 'and', 'for', 'to') then
          v_units := v_units || v_unit;
          v_is_open := false;
        elsif v_gap <= 1 then
          v_reach := v_tag.upto;
        end if;
      when 'room' then
        -- "Elkay sink".
        if v_is_open and v_tag.value = 'fixture' and v_unit.kind is null and v_unit.make is not null and v_tag.place = v_unit.upto + 1 then
          v_unit.standing := 'part';
        end if;
        v_reach := case when v_gap <= 3 then v_tag.upto else v_reach end;
      when 'mark' then
        v_approx_at := case when v_tag.value = '~' then v_tag.upto else v_approx_at end;
        v_reach := case when v_gap <= 1 and v_tag.value in (':', '~') then v_tag.upto else v_reach end;
      when 'year' then
        if v_tag.value = 'strong' or v_year_cue is distinct from 'strong' or v_tag.place - v_year_cue_at > 4 then
          v_year_cue := v_tag.value;
        end if;
        v_year_cue_at := v_tag.upto;
        v_reach := case when v_gap <= 4 then v_tag.upto else v_reach end;
      when 'thing' then
        if v_is_open and (v_tag.value not in ('paper', 'warranty', 'house') or v_tag.place = v_unit.upto + 1) then
          -- What the unit word only says what a part is for, and a make that is the part's.
          if num_nonnulls(v_unit.capacity, v_unit.year, v_unit.model) = 0
            and (v_unit.kind is null and v_tag.place - v_unit.upto <= 2 and v_tag.clause = p_tags[v_n - 1].clause and p_tags[v_n - 1].role not in ('link', 'cue') or v_unit.make is null and v_tag.place - v_unit.upto = 1) then
            v_unit.standing := 'part';
          end if;
          v_units := v_units || v_unit;
          v_is_open := false;
        end if;
        if v_tag.value not in ('warranty', 'room') then
          v_thing_at := v_tag.upto;
          v_thing := v_tag.value;
          v_thing_sentence := v_tag.sentence;
        end if;
      when 'count' then
        -- "RTU 2", "boiler #2", "Goodman 08".
        if v_is_open and v_tag.place - v_unit.upto <= 2 and p_tags[v_n - 1].role in ('kind', 'weak') and v_tag.number between 1 and 20 then
          v_unit.types := v_unit.types || ('number:' || v_tag.number);
        elsif v_is_open and v_unit.year is null and v_gap = 0 and v_tag.number between 3 and 45 and v_tag.number = trunc(v_tag.number) and p_tags[v_n - 1].role = 'cue' and p_tags[v_n - 1].value = 'is'
          and (v_n = cardinality(p_tags) or p_tags[v_n + 1].clause > v_tag.clause) then
          -- "Heater is 15."
          v_unit.year := -v_tag.number;
          v_unit.is_estimate := true;
        elsif v_is_open and v_unit.make is not null and v_unit.year is null and v_tag.value ~ '^0[0-9]$' and v_tag.place = v_unit.upto + 1 then
          v_unit.year := 2000 + v_tag.number;
        end if;
      when 'deed' then
        if not v_is_open then
          null;
        elsif not context.is_year_cue(p_tags, v_n) then
          v_units := v_units || v_unit;
          v_is_open := false;
        elsif v_gap <= 4 then
          v_reach := v_tag.upto;
        end if;
      else
        null;
    end case;

    -- What a year or an age belongs to must not be a pipe, a house or a permit.
    if v_tag.role = 'year_number' or v_tag.role = 'measure' and v_tag.value in ('year_old', 'year', 'month_old') then
      if v_is_fresh and v_tag.role = 'year_number' and v_units <> '{}' and v_units[cardinality(v_units)].sentence = v_tag.sentence
        and v_units[cardinality(v_units)].year is null and v_units[cardinality(v_units)].standing is null and v_thing in ('coil', 'generator_part') and v_tag.place - v_thing_at <= 2 then
        -- "Furnace w/ Goodman coil, 2015", "generator & ATS both 2021": of the unit too.
        v_units[cardinality(v_units)].year := v_tag.number;
      end if;
      continue when v_is_fresh and v_thing_sentence = v_tag.sentence and v_tag.place - v_both_at > 3 and v_tag.place - v_thing_at <= 6 and not exists (
        select from unnest(p_tags[v_n + 1:v_n + 6]) as y where y.role in ('make', 'kind', 'weak', 'type') and y.place = v_tag.upto + 1
      );
      if v_tag.role = 'year_number' then
        continue when not (v_gap <= 3 or v_tag.place - v_year_cue_at <= 5 or v_is_fresh);
        -- A bare year stands alone in its sentence, has a cue before it or the unit right behind it.
        continue when v_is_fresh and not (v_tag.place - v_year_cue_at <= 5 and v_year_cue = 'strong')
          and (exists (select from unnest(p_tags) as o where o.sentence = v_tag.sentence and o.place <> v_tag.place and o.role not in ('year', 'mark', 'link')) or v_units = '{}') and not exists (
          select from unnest(p_tags[v_n + 1:v_n + 3]) as y
          where y.role in ('make', 'kind', 'weak', 'type') and y.place - v_tag.upto <= 2 or y.role = 'measure' and y.value = 'gallon' and y.place - v_tag.upto = 1
        );
      elsif v_tag.value = 'year' then
        continue when v_span_at = v_tag.place - 1 or not context.tells_age(p_tags, v_n, v_gap, v_is_fresh, v_tag.place - v_approx_at <= 1);
      end if;
    end if;

    if v_is_fresh then
      if v_is_open then
        v_units := v_units || v_unit;
      end if;
      v_unit := null;
      v_is_open := true;
      v_unit.place := v_tag.place;
      v_unit.sentence := v_tag.sentence;
      v_unit.clause := v_tag.clause;
      v_unit.starts := v_tag.starts;
      v_unit.types := '{}';
    end if;
    continue when not v_is_open;

    if v_is_fresh or v_gap <= (case when v_tag.role = 'measure' and v_tag.value in ('year', 'year_old') then 8 else 4 end) and v_tag.role in ('kind', 'weak', 'make', 'type', 'measure', 'year_number', 'code', 'series') then
      v_unit := context.fill_mention(v_unit, v_tag);
      v_reach := v_tag.upto;
    end if;
  end loop;
  return case when v_is_open then v_units || v_unit else v_units end;
end
$$;
comment on function context.group_units(context.note_tag[]) is
  'Mentions of units: what stands together of kind, make, model (as places in the text: starts-ends), type, capacity and year. A negative year is an age; a kind that begins with any: only refers to a unit.';
