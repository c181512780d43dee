create or replace function crm.read_notes(p_value jsonb)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  if jsonb_typeof(p_value) = 'string' then
    return nullif(btrim(p_value #>> '{}'), '');
  elsif jsonb_typeof(p_value) is distinct from 'array' then
    return null;
  elsif jsonb_array_length(p_value) = 1 then
    -- Most jobs have one, and a query costs as much as all the rest of a job.
    return nullif(btrim(p_value -> 0 ->> 'content'), '');
  end if;
  return (
    select string_agg(btrim(n.item ->> 'content'), E'\n' order by n.place)
    from jsonb_array_elements(p_value) with ordinality as n (item, place)
    where btrim(n.item ->> 'content') <> ''
  );
end
$$;
comment on function crm.read_notes(jsonb) is 'Notes of a job of HousecallPro, which are an array of {content} when read and a text when written, one a line.';
