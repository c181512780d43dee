create or replace function crm.wrong_fields(p_item jsonb, p_types jsonb)
returns text
language plpgsql
stable
parallel safe
set search_path = ''
as $$
begin
  return (
    select 'missing or of the wrong type: ' || string_agg(t.key, ', ' order by t.key)
    from jsonb_each_text(p_types) as t
    cross join lateral (select p_item #> string_to_array(t.key, '.') as value) as f
    where case
      when t.value = 'id' then coalesce(length(crm.read_text(f.value)) > 200, true)
      when t.value = 'work_status' then crm.to_work_status(f.value #>> '{}') is null
      when coalesce(jsonb_typeof(f.value), 'null') = 'null' then false
      when t.value = 'time' then crm.read_time(f.value) is null
      when t.value = 'cents' then crm.read_cents(f.value) is null
      when t.value = 'amount' then coalesce(crm.read_cents(f.value) < 0, true)
      when t.value = 'text' then jsonb_typeof(f.value) in ('object', 'array')
      else jsonb_typeof(f.value) <> all (string_to_array(t.value, '|'))
    end
  );
end
$$;
comment on function crm.wrong_fields(jsonb, jsonb) is
  'Why a record cannot be read: the fields (a path by dots) that are not what they must be; null when all are. Types: id and work_status (required), time, cents, amount (cents, not negative), text (or a number), else JSON types with | between. Names fields, never quotes a value.';
