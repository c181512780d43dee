create or replace function memory.mark_snippet(p_body text, p_body_search tsvector, p_any tsquery, p_pieces text[])
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  -- Characters that no message needs stand for "match begins" and "match ends".
  c_begin constant text := chr(1);
  c_end constant text := chr(2);
  c_short constant integer := 300;
  v_body text := translate(left(p_body, 20000), chr(1) || chr(2), '');
  v_marked text := v_body;
  v_piece text;
begin
  if p_body_search @@ p_any then
    v_marked := ts_headline('pg_catalog.english', v_body, p_any, format(
      'StartSel=%s, StopSel=%s, FragmentDelimiter=" … ", %s', c_begin, c_end,
      case when length(v_body) <= c_short then 'HighlightAll=true' else 'MaxFragments=2, MaxWords=35, MinWords=12' end
    ));
  else
    select p.piece into v_piece from unnest(p_pieces) as p (piece)
    where position(p.piece in lower(v_body)) > 0 order by length(p.piece) desc limit 1;
    if v_piece is not null then
      v_body := substr(v_body, greatest(1, position(v_piece in lower(v_body)) - 100));
      v_marked := left(v_body, position(v_piece in lower(v_body)) - 1) || c_begin
        || substr(v_body, position(v_piece in lower(v_body)), length(v_piece)) || c_end
        || substr(v_body, position(v_piece in lower(v_body)) + length(v_piece), c_short);
    else
      v_marked := left(v_body, c_short);
    end if;
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('text', x.text, 'isMatch', x.is_match) order by s.place, x.is_match desc), '[]')
    from string_to_table(v_marked, c_begin) with ordinality as s (part, place)
    cross join lateral (
      values
        (case when s.place > 1 then split_part(s.part, c_end, 1) else '' end, true),
        (case when s.place > 1 then split_part(s.part, c_end, 2) else s.part end, false)
    ) as x (text, is_match)
    where x.text <> ''
  );
end
$$;
comment on function memory.mark_snippet(text, tsvector, tsquery, text[]) is
  'The part of a message that answers a search (p_any: any of its words), as [{text, isMatch}] in reading order: plain text, never HTML. A short message comes whole.';
