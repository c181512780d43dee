create or replace function context.join_prompt_lines(p_sections integer[], p_places integer[], p_lines text[])
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return (
    select coalesce(string_agg(context.prompt_heading(s.section) || E'\n' || s.body, E'\n\n' order by s.section), '')
    from (
      select l.section, string_agg(l.line, E'\n' order by l.place) as body
      from unnest(p_sections, p_places, p_lines) as l (section, place, line)
      group by l.section
    ) as s
  );
end
$$;
comment on function context.join_prompt_lines(integer[], integer[], text[]) is
  'Lines, given as parallel arrays in any order, as Markdown: each section under its heading, its lines by their place. Empty without lines.';
