create or replace function memory.reports_phrase(p_words text[], p_stems text[], p_phrase_stems text[])
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  v_length constant integer := cardinality(p_phrase_stems);
  v_is_ordered constant boolean := p_phrase_stems[1] in ('no', 'not', 'without', 'dont', 'doesnt', 'lost');
  v_position integer;
  v_last integer;
begin
  -- Loops: where the words stand to each other is the question, and a text message has few.
  for v_first in 1..cardinality(p_stems) loop
    continue when v_is_ordered and p_stems[v_first] <> p_phrase_stems[1] or not p_stems[v_first] = any (p_phrase_stems);
    v_last := v_first;
    for v_nth in 1..v_length loop
      v_position := array_position(p_stems, p_phrase_stems[v_nth], v_first + case when v_is_ordered then v_nth - 1 else 0 end);
      if coalesce(v_position > v_first + (case when v_is_ordered then 2 * (v_nth - 1) else v_length + 4 end), true) then
        v_last := null;
        exit;
      end if;
      v_last := greatest(v_last, v_position);
    end loop;
    continue when v_last is null;
    if v_is_ordered or not memory.is_emergency_denied(
      array_to_string(p_words[:v_first - 1], ' '),
      (
        select coalesce(string_agg(p_words[i], ' ' order by i), '')
        from generate_series(v_first, v_last) as i
        where not p_stems[i] = any (p_phrase_stems)
      ),
      array_to_string(p_words[v_last + 1:], ' ')
    ) then
      return true;
    end if;
  end loop;
  return false;
end
$$;
comment on function memory.reports_phrase(text[], text[], text[]) is
  'Whether a clause (its words and their stems, of equal length) holds an emergency phrase undenied: all its stems within a few words of each other; a phrase that begins with a negation in its order, with at most one word between.';
