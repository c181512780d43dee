create or replace function context.is_wish_list(p_tags context.note_tag[], p_sentence integer)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  v_tag context.note_tag;
  v_is_wish boolean := false;
  v_is_start boolean := true;
begin
  for v_n in reverse cardinality(p_tags)..1 loop
    v_tag := p_tags[v_n];
    continue when v_tag.sentence >= p_sentence or v_tag.role <> 'mark' or v_tag.value <> ':';
    -- A heading stands alone on its line.
    continue when v_n < cardinality(p_tags) and p_tags[v_n + 1].sentence = v_tag.sentence;
    for v_m in reverse v_n - 1..1 loop
      exit when p_tags[v_m].sentence <> v_tag.sentence;
      v_is_start := v_is_start and v_tag.place - p_tags[v_m].place <= 4;
      v_is_wish := v_is_wish or p_tags[v_m].role = 'cue' and p_tags[v_m].value in ('quote', 'advise', 'want', 'later');
    end loop;
    return v_is_wish and v_is_start;
  end loop;
  return false;
end
$$;
comment on function context.is_wish_list(context.note_tag[], integer) is
  'Whether a sentence stands under a heading like "Recommended:", which is a line of its own.';
