create or replace function crm.read_notes(p_value jsonb)
returns text
language sql
immutable
parallel safe
return case jsonb_typeof(p_value)
  when 'array' then (
    select string_agg(btrim(n.item ->> 'content'), E'\n' order by n.place)
    from jsonb_array_elements(p_value) with ordinality as n (item, place)
    where btrim(n.item ->> 'content') <> ''
  )
  when 'string' then nullif(btrim(p_value #>> '{}'), '')
end;
comment on function crm.read_notes(jsonb) is 'Notes of a job of HousecallPro, which are an array of {content} when read and a text when written, one a line.';
