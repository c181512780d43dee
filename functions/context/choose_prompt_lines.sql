create or replace function context.choose_prompt_lines(
  p_sections integer[], p_places integer[], p_parents integer[], p_lines text[], p_budget integer
)
returns integer[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_left integer := p_budget;
  v_price integer;
  v_opened integer[] := '{}';
  v_kept integer[] := '{}';
  v_places integer[] := '{}';
begin
  -- A loop, because whether a line still fits depends on every more useful one before it.
  for v_n in 1..cardinality(p_lines) loop
    continue when p_parents[v_n] is not null and not (p_sections[v_n] * 1000 + p_parents[v_n]) = any (v_places);
    v_price := context.count_tokens_at_most(p_lines[v_n] || E'\n');
    if not p_sections[v_n] = any (v_opened) then
      v_price := v_price + context.count_tokens_at_most(E'\n' || context.prompt_heading(p_sections[v_n]) || E'\n');
    end if;
    continue when v_price > v_left;
    v_left := v_left - v_price;
    v_opened := v_opened || p_sections[v_n];
    v_kept := v_kept || v_n;
    v_places := v_places || (p_sections[v_n] * 1000 + p_places[v_n]);
    -- Nothing costs less than a line of one letter.
    exit when v_left < 2;
  end loop;
  return v_kept;
end
$$;
comment on function context.choose_prompt_lines(integer[], integer[], integer[], text[], integer) is
  'Which lines of a prompt fit a budget of o200k tokens, as positions in the given parallel arrays, which are in the order of usefulness: each that still fits, a line with a parent only after that place.';
