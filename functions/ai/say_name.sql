create or replace function ai.say_name(p_name text)
returns text
language sql
immutable
strict
parallel safe
return nullif(btrim(left(regexp_replace(p_name, '[^[:alpha:] .''-].*$', ''), 30)), '');
comment on function ai.say_name(text) is 'A first name fit for a greeting: up to the first character that no name holds; null when nothing is left.';
