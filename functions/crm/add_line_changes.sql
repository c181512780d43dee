create or replace function crm.add_line_changes(p_current text, p_base text, p_theirs text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_markers constant text[] := crm.notes_markers();
  v_base constant text[] := array(select crm.plain_line(b.line) from string_to_table(p_base, E'\n') as b (line));
  v_theirs constant text[] := array(select rtrim(t.line, E'\r') from string_to_table(p_theirs, E'\n') as t (line));
  v_plain_theirs constant text[] := array(select crm.plain_line(t.line) from string_to_table(p_theirs, E'\n') as t (line));
  v_result text[];
  v_plain_result text[];
  v_place integer := 0;
  v_found integer;
begin
  -- What they deleted goes.
  select coalesce(array_agg(rtrim(c.line, E'\r') order by c.place), '{}') into v_result
  from string_to_table(p_current, E'\n') with ordinality as c (line, place)
  where crm.plain_line(c.line) = '' or crm.plain_line(c.line) = any (v_markers)
    or crm.plain_line(c.line) = any (v_plain_theirs) or crm.plain_line(c.line) <> all (v_base);

  -- What they wrote comes to stand below the line that it stood below: a loop, because each looks for its place after the last.
  for v_at in 1..cardinality(v_theirs) loop
    v_plain_result := array(select crm.plain_line(r.line) from unnest(v_result) with ordinality as r (line, place) order by r.place);
    v_found := array_position(v_plain_result, v_plain_theirs[v_at]);
    if v_plain_theirs[v_at] = '' then
      continue;
    elsif v_found is not null then
      v_place := v_found;
    elsif v_plain_theirs[v_at] <> all (v_base || v_markers) then
      v_result := v_result[: v_place] || v_theirs[v_at] || v_result[v_place + 1 :];
      v_place := v_place + 1;
    end if;
  end loop;
  return array_to_string(v_result, case when position(E'\r\n' in p_current) > 0 then E'\r\n' else E'\n' end);
end
$$;
comment on function crm.add_line_changes(text, text, text) is
  'Notes with what somebody changed in an earlier version of them (p_base became p_theirs): lines they deleted are taken out, lines they wrote put in where they stood. What is there already is not added again. Lines are compared as crm.plain_line.';
