create or replace function ai.recall_section(p_lines text[], p_times timestamptz[], p_budget integer, p_shown text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_kept integer[] := '{}';
  v_text text;
  v_section text;
begin
  -- A loop, because each line is taken only if it still fits with those before it, which are better.
  for v_line in 1..coalesce(cardinality(p_lines), 0) loop
    -- The customer's section may quote the same words.
    continue when position(substr(p_lines[v_line], position(': "' in p_lines[v_line]) + 2) in coalesce(p_shown, '')) > 0;
    select string_agg(p_lines[k.n], E'\n' order by p_times[k.n], k.n) into v_text from unnest(v_kept || v_line) as k (n);
    continue when context.count_tokens_at_most(v_text) > p_budget;
    v_kept := v_kept || v_line;
    v_section := v_text;
  end loop;
  return v_section;
end
$$;
comment on function ai.recall_section(text[], timestamptz[], integer, text) is
  'The best of the recalled lines (best first, with their times) that fit into so many tokens and do not stand in p_shown already, in the order they were said. Null when none is left.';
