create or replace function crm.read_time(p_value jsonb)
returns timestamptz
language sql
stable
parallel safe
return case
  -- A form with a date, since the server also takes words such as "now" for a time.
  when jsonb_typeof(p_value) = 'string' and p_value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' and pg_input_is_valid(p_value #>> '{}', 'timestamptz')
    then (p_value #>> '{}')::timestamptz
end;
comment on function crm.read_time(jsonb) is 'An ISO 8601 time of an outside record; null for anything else.';
