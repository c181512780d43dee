create or replace function context.look_after(p_source text, p_tags context.note_tag[], p_view context.note_view)
returns context.note_view
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_view context.note_view := p_view;
  v_unit context.note_unit := p_view.unit;
  v_tag context.note_tag;
  v_last integer;
begin
  -- Forwards: what was done with it is also said after it.
  v_last := v_unit.upto;
  for v_n in v_view.starts_at + 1..cardinality(p_tags) loop
    v_tag := p_tags[v_n];
    continue when v_tag.place <= v_unit.upto;
    exit when v_tag.sentence > v_unit.sentence or v_tag.role in ('kind', 'weak') or v_tag.place - v_last > 6;
    -- "Humidifier: Aprilaire 800, canister replaced": what was replaced is a word that means nothing here.
    exit when p_source = 'note' and v_tag.role = 'deed' and v_tag.value like '+%' and v_n > 1 and v_tag.clause > p_tags[v_n - 1].clause and v_tag.place - v_last >= 3;
    v_tag.value := case when v_tag.value = '+setup' and split_part(v_unit.kind, '/', 1) not in ('thermostat') then '+install' else v_tag.value end;
    if v_tag.role = 'deed' and v_view.deed is null and coalesce(v_view.link, '') not in ('on', 'from') and ltrim(v_tag.value, '+') in ('install', 'replace', 'remove', 'convert') and not context.is_year_cue(p_tags, v_n)
      and not context.has_object(p_tags, v_n)
      -- "He should add one."
      and not (v_tag.value not like '+%' and v_n > 1 and p_tags[v_n - 1].role = 'cue' and p_tags[v_n - 1].value in ('advise', 'quote', 'want', 'later') and v_tag.place - p_tags[v_n - 1].upto = 1) then
      v_view.deed := v_tag.value;
      v_view.deed_clause := v_tag.clause;
    elsif v_tag.role = 'cue' and v_view.deed is null and v_tag.place - v_unit.upto <= 2 and (v_tag.value = 'quote' or v_tag.value = 'needed' and not exists (
      select from unnest(p_tags[v_n + 1:v_n + 3]) as y where y.clause = v_tag.clause and y.place > v_tag.upto
    )) then
      v_view.wish := coalesce(v_view.wish, 'quote');
    elsif v_tag.role = 'cue' and (
      -- "Thermostat installed, customer to buy a filter" is two matters.
      v_tag.value in ('later', 'quote', 'advise') and v_tag.place - v_last <= 4 and not (v_tag.value = 'later' and v_view.deed like '+%' and v_tag.clause > coalesce(v_view.deed_clause, v_tag.clause)) or v_tag.value = 'want' and p_source = 'note'
      or v_tag.value = 'past' or v_view.deed is null and v_tag.value in ('no', 'cannot', 'maybe', 'think')
    ) then
      v_view.is_undone := true;
    elsif v_tag.role = 'cue' and v_tag.value = 'swap' and ltrim(v_view.deed, '+') = 'install' then
      v_view.deed := '+replace';
    elsif v_tag.role in ('service', 'deed', 'sign') and v_tag.value <> 'hard_water' then
      if not v_view.has_work and v_tag.place - v_unit.upto <= 3 then
        v_view.has_work := v_tag.role <> 'deed' or not exists (
          select from unnest(p_tags[v_n + 1:v_n + 4]) as y where y.role = 'kind' and y.sentence = v_tag.sentence and y.place - v_tag.upto <= 4
        );
      end if;
    elsif v_tag.role = 'money' and v_tag.place - v_unit.upto <= 4 and p_source = 'note' and v_view.deed is null then
      v_view.wish := 'quote';
    elsif v_tag.role = 'cue' and v_tag.value = 'other' then
      v_unit.standing := 'foreign';
    elsif v_tag.role = 'cue' and v_tag.value = 'old' and v_tag.place - v_unit.upto <= 2 then
      v_view.is_dead := true;
    elsif v_tag.role = 'cue' and (v_tag.value = 'none' or v_tag.value = 'no' and v_tag.place = v_last + 2) and v_tag.place - v_unit.upto <= 2 and num_nonnulls(v_unit.make, v_unit.year, v_unit.capacity) = 0
      and not (v_n < cardinality(p_tags) and p_tags[v_n + 1].sentence = v_tag.sentence and p_tags[v_n + 1].place - v_tag.upto between 1 and 3
        and p_tags[v_n + 1].role in ('sign', 'thing', 'deed', 'service')) then
      v_unit.standing := 'absent';
    elsif v_tag.role = 'cue' and v_tag.value = 'reset' and v_tag.place - v_unit.upto <= 2 then
      v_view.deed := 'other';
    end if;
    if v_tag.role = 'thing' then
      exit when p_source = 'note';
      -- "Condenser & coil replacement".
      exit when not exists (select from unnest(p_tags) as l where l.upto = v_tag.place - 1 and l.role = 'link' and l.value in ('and', 'with'));
    end if;
    v_last := v_tag.upto;
  end loop;
  v_view.unit := v_unit;
  return v_view;
end
$$;
comment on function context.look_after(text, context.note_tag[], context.note_view) is
  'The same with what the words behind the mention say, up to the next unit or part.';
