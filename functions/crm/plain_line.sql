create or replace function crm.plain_line(p_line text)
returns text
language sql
immutable
strict
parallel safe
return btrim(regexp_replace(p_line, '[\s\u00a0\u200b\ufeff]+', ' ', 'g'));
comment on function crm.plain_line(text) is 'A line of notes as lines are compared: other systems and browsers change white space.';
