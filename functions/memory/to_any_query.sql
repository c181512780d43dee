create or replace function memory.to_any_query(p_lexemes text[])
returns tsquery
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  -- Not in SQL: a body that cannot be written into the caller's statement is set up anew for every call.
  return (
    select string_agg('''' || replace(replace(l.lexeme, '\', '\\'), '''', '''''') || '''', '|')::tsquery
    from unnest(p_lexemes) as l (lexeme)
  );
end
$$;
comment on function memory.to_any_query(text[]) is
  'A query that any of the lexemes fulfils; null of none. Lexemes are data: quotes, operators and backslashes in them mean nothing.';
