create or replace function memory.to_any_query(p_lexemes text[])
returns tsquery
language sql
immutable
strict
parallel safe
return (
  select string_agg('''' || replace(replace(l.lexeme, '\', '\\'), '''', '''''') || '''', '|')::tsquery
  from unnest(p_lexemes) as l (lexeme)
);
comment on function memory.to_any_query(text[]) is
  'A query that any of the lexemes fulfils; null of none. Lexemes are data: quotes, operators and backslashes in them mean nothing.';
