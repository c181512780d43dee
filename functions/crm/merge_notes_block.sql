create or replace function crm.merge_notes_block(p_current text, p_block text, p_own_lines text[] default '{}')
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_markers constant text[] := crm.notes_markers();
  v_block constant text[] := array(
    select l.line from string_to_table(p_block, E'\n') as l (line)
    where crm.plain_line(l.line) <> '' and crm.plain_line(l.line) <> all (v_markers)
  );
  v_own constant text[] := coalesce(p_own_lines, '{}') || array(select md5(crm.plain_line(b.line)) from unnest(v_block) as b (line));
  v_lines constant text[] := coalesce(string_to_array(p_current, E'\n'), '{}');
  v_line text;
  v_plain text;
  v_is_inside boolean := false;
  v_is_closed boolean := false;
  v_kept text[] := array[]::text[];
  v_rescued text[] := array[]::text[];
  v_place integer;
begin
  -- A loop, because what a line is depends on the lines before it.
  for v_at in 1..cardinality(v_lines) loop
    v_line := rtrim(v_lines[v_at], E'\r');
    v_plain := crm.plain_line(v_line);
    if v_plain = v_markers[1] then
      v_is_inside := true;
      v_is_closed := coalesce((
        select crm.plain_line(n.line) = v_markers[2]
        from unnest(v_lines[v_at + 1 :]) with ordinality as n (line, place)
        where crm.plain_line(n.line) = any (v_markers)
        order by n.place
        limit 1
      ), false);
      v_place := coalesce(v_place, cardinality(v_kept));
    elsif v_plain = v_markers[2] then
      -- Its beginning was deleted: what is ours stands right above.
      while not v_is_inside and md5(crm.plain_line(v_kept[cardinality(v_kept)])) = any (v_own) loop
        v_kept := trim_array(v_kept, 1);
      end loop;
      v_place := least(coalesce(v_place, cardinality(v_kept)), cardinality(v_kept));
      v_is_inside := false;
    elsif v_is_inside and (v_plain = '' or md5(v_plain) = any (v_own)) then
      continue;
    elsif v_is_inside and v_is_closed then
      v_rescued := v_rescued || v_line;
    else
      -- Without an end the block ends where somebody else's words begin.
      v_is_inside := false;
      v_kept := v_kept || v_line;
    end if;
  end loop;
  if v_place is null and v_block = '{}' then
    return p_current;
  end if;
  return array_to_string(
    crm.insert_notes_block(
      v_kept, v_place, case when v_block <> '{}' then v_markers[1] || v_block || v_markers[2] else '{}' end, v_rescued
    ),
    case when position(E'\r\n' in p_current) > 0 then E'\r\n' else E'\n' end
  );
end
$$;
comment on function crm.merge_notes_block(text, text, text[]) is
  'A customer''s notes with our block (lines without markers; null or empty: none) in place of the one that stands in them, else after them. Every word of a person stays: what they wrote inside the block (neither in the new one nor, as MD5 of crm.plain_line, in p_own_lines) comes to stand below it, also where they deleted a marker. The same again changes nothing.';
