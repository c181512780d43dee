create or replace function memory.fold_spaces(p_text text)
returns text
language sql
immutable
strict
parallel safe
return btrim(regexp_replace(translate(lower(p_text), '’‘`´“”', '''''''''""'), '\s+', ' ', 'g'));
comment on function memory.fold_spaces(text) is 'A text in lower case with straight quotes and single spaces, as quotes are looked for in it.';
