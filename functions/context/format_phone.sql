create or replace function context.format_phone(p_phone text)
returns text
language sql
immutable
strict
parallel safe
return regexp_replace(p_phone, '^\+1([2-9][0-9]{2})([2-9][0-9]{2})([0-9]{4})$', '(\1) \2-\3');
comment on function context.format_phone(text) is 'A North American E.164 number as (617) 555-1234; any other as it is.';
