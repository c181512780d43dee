create or replace function insight.tidy_text(p_text text, p_length integer)
returns text
language sql
immutable
parallel safe
return nullif(left(btrim(regexp_replace(p_text, '[[:space:][:cntrl:]]+', ' ', 'g')), p_length), '');
comment on function insight.tidy_text(text, integer) is 'A text on one line, cut to a length; null when nothing is left.';
