create or replace function crm.read_texts(p_value jsonb)
returns text[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  if jsonb_typeof(p_value) is distinct from 'array' or p_value = '[]' then
    return '{}';
  end if;
  return array(
    select btrim(t.item #>> '{}') from jsonb_array_elements(p_value) with ordinality as t (item, place)
    where jsonb_typeof(t.item) = 'string' and btrim(t.item #>> '{}') <> ''
    order by t.place
  );
end
$$;
comment on function crm.read_texts(jsonb) is 'The texts in an array of an outside record (tags), trimmed, in order; empty for anything else.';
