create or replace function crm.insert_notes_block(p_lines text[], p_place integer, p_block text[], p_rescued text[])
returns text[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_before text[] := p_lines[: coalesce(p_place, cardinality(p_lines))];
  v_after text[] := p_rescued || p_lines[coalesce(p_place, cardinality(p_lines)) + 1 :];
begin
  if p_block = '{}' then
    -- The blank lines that set it off go with it.
    while btrim(v_after[1]) = '' loop
      v_after := v_after[2 :];
    end loop;
  end if;
  if p_block = '{}' or p_place is null then
    while btrim(v_before[cardinality(v_before)]) = '' loop
      v_before := trim_array(v_before, 1);
    end loop;
    if v_before <> '{}' and (p_block <> '{}' or v_after <> '{}') then
      v_before := array_append(v_before, '');
    end if;
  elsif p_rescued <> '{}' then
    v_after := array_prepend('', v_after);
  end if;
  return v_before || p_block || v_after;
end
$$;
comment on function crm.insert_notes_block(text[], integer, text[], text[]) is
  'Lines of notes with a block after the p_place-th of them (null: at the end, after a blank line) and what was rescued from an older block below it; an empty block leaves no blank lines behind.';
