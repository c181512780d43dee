create or replace function context.format_phone(p_phone text)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  return case when p_phone ~ '^\+1[2-9][0-9]{2}[2-9][0-9]{6}$'
    then concat('(', substr(p_phone, 3, 3), ') ', substr(p_phone, 6, 3), '-', substr(p_phone, 9))
    else p_phone
  end;
end
$$;
comment on function context.format_phone(text) is 'A North American E.164 number as (617) 555-1234; any other as it is.';
