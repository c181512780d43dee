create or replace function memory.mark_snippet(p_body text, p_terms jsonb)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return left(p_body, 240);
end
$$;
comment on function memory.mark_snippet(text, jsonb) is 'draft';
