create or replace function context.done_next(p_tags context.note_tag[], p_unit context.note_unit)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_tag context.note_tag;
  v_done text;
  v_from_at integer := -99;
begin
  -- A loop: the order of the words decides.
  for v_n in 1..cardinality(p_tags) loop
    v_tag := p_tags[v_n];
    continue when v_tag.place <= p_unit.upto;
    exit when v_tag.sentence > p_unit.sentence + 1;
    if v_tag.sentence = p_unit.sentence then
      v_from_at := case when v_tag.role = 'link' and v_tag.value = 'from' then v_tag.upto else v_from_at end;
      if v_tag.role in ('kind', 'deed') or v_tag.role = 'cue' and v_tag.value in ('ok', 'dry')
        or v_tag.role = 'thing' and v_tag.value not in ('house', 'paper', 'warranty') and v_tag.place - v_from_at > 3 then
        return null;
      end if;
    elsif v_done is null then
      if not (v_tag.role = 'deed' and v_tag.value in ('+replace', '+remove')) or context.is_year_cue(p_tags, v_n) then
        return null;
      end if;
      v_done := case v_tag.value when '+remove' then 'removed' else 'replaced' end;
      if not (v_n < cardinality(p_tags) and p_tags[v_n + 1].place = v_tag.place and p_tags[v_n + 1].value = 'end'
        or v_n + 1 < cardinality(p_tags) and p_tags[v_n + 2].place = v_tag.place and p_tags[v_n + 2].value = 'end') then
        return null;
      end if;
    elsif v_tag.role = 'deed' and v_tag.value in ('+wash', '+clear', '+flush') or v_tag.value = 'reset' or v_tag.role in ('kind', 'make') then
      return null;
    end if;
  end loop;
  return v_done;
end
$$;
comment on function context.done_next(context.note_tag[], context.note_unit) is
  'What the sentence behind a mention says was done to it without naming it ("Disposal leaking from the bottom. Replaced."): replaced or removed, or null.';
