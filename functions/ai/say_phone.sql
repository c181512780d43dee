create or replace function ai.say_phone(p_phone text)
returns text
language sql
immutable
strict
parallel safe
return regexp_replace(p_phone, '^\+1(\d{3})(\d{3})(\d{4})$', '(\1) \2-\3');
comment on function ai.say_phone(text) is 'A North American number as people write it, (617) 555-0100; any other as it is.';
