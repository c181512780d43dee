create or replace function crm.block_lines(p_notes text)
returns text[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_markers constant text[] := crm.notes_markers();
  v_lines constant text[] := array(
    select crm.plain_line(n.line) from string_to_table(p_notes, E'\n') with ordinality as n (line, place) order by n.place
  );
  v_begin constant integer := array_position(v_lines, v_markers[1]);
  v_end constant integer := array_position(v_lines, v_markers[2], coalesce(v_begin, 1));
begin
  return array_remove(v_lines[v_begin + 1 : v_end - 1], '');
end
$$;
comment on function crm.block_lines(text) is 'The lines of our block in notes, as crm.plain_line, without markers; null or none where there is no whole block.';
