create or replace function crm.plain_text(p_text text)
returns text
language sql
immutable
parallel safe
return btrim(regexp_replace(coalesce(p_text, '') || E'\n', '[ \t\r\u00a0]*\n', E'\n', 'g'), E' \t\n');
comment on function crm.plain_text(text) is
  'Notes as they are compared: kinds of line ends, and white space at the ends of lines and of the whole, do not count. No notes are empty ones.';
