create or replace function memory.list_unknown_words(p_tenant_id uuid, p_customer_id uuid, p_lexemes text[])
returns text[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- "offset 0": each word's query is made once, not once for every message.
  return array(
    select l.lexeme from unnest(p_lexemes) with ordinality as l (lexeme, place)
    cross join lateral (select memory.to_any_query(array[l.lexeme]) as query offset 0) as q
    where case
      -- Counted up to a few: for a mere "exists" the planner would walk the tenant's messages, all of them for a new word.
      when p_customer_id is null then 0 = (
        select count(*) from (
          select from memory.messages as m where m.tenant_id = p_tenant_id and m.body_search @@ q.query limit 100
        ) as x
      )
      else not exists (
        -- Here it keeps the index of all words away, which knows no customer.
        select from (
          select o.body_search from memory.messages as o
          where o.tenant_id = p_tenant_id and o.customer_id = p_customer_id offset 0
        ) as m
        where m.body_search @@ q.query
      )
    end
    order by l.place
  );
end
$$;
comment on function memory.list_unknown_words(uuid, uuid, text[]) is
  'Which lexemes occur in no message of the customer, or without one of the tenant.';
