create or replace function memory.count_terms(p_tenant_id uuid, p_terms jsonb)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- Beyond so many messages a word is common, however common: counting on would cost more than it says.
  c_common constant integer := 5000;
begin
  return (
    select coalesce(jsonb_agg(t.item || jsonb_build_object('messages', c.messages)), '[]')
    from jsonb_array_elements(p_terms) as t (item)
    cross join lateral (select memory.to_any_query(array[t.item ->> 'lexeme']) as query offset 0) as q
    cross join lateral (
      select count(*) as messages from (
        select from memory.messages as m
        where m.tenant_id = p_tenant_id and m.body_search @@ q.query
        limit c_common
      ) as x
    ) as c
  );
end
$$;
comment on function memory.count_terms(uuid, jsonb) is
  'The terms of a question, each with in how many of the tenant''s messages its word occurs: exact up to 5,000.';
