create or replace function memory.list_unknown_words(p_tenant_id uuid, p_customer_id uuid, p_lexemes text[])
returns text[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_any tsquery := memory.to_any_query(p_lexemes);
begin
  if p_customer_id is not null then
    return array(
      select l.lexeme
      from unnest(p_lexemes) with ordinality as l (lexeme, place)
      where l.lexeme <> all (array(
        select distinct u.lexeme
        from (
          -- Kept apart: the index of all words knows no customer.
          select m.body_search from memory.messages as m
          where m.tenant_id = p_tenant_id and m.customer_id = p_customer_id offset 0
        ) as m
        cross join lateral unnest(tsvector_to_array(ts_filter(setweight(m.body_search, 'A', p_lexemes), '{A}'))) as u (lexeme)
        where m.body_search @@ v_any
      ))
      order by l.place
    );
  end if;
  -- "offset 0": each word's query is made once, not once for every message.
  return array(
    select l.lexeme
    from unnest(p_lexemes) with ordinality as l (lexeme, place)
    cross join lateral (select memory.to_any_query(array[l.lexeme]) as query offset 0) as q
    -- Counted up to a few: for a mere "exists" the planner would walk the tenant's messages, all of them for a new word.
    where 0 = (
      select count(*) from (
        select from memory.messages as m where m.tenant_id = p_tenant_id and m.body_search @@ q.query limit 100
      ) as x
    )
    order by l.place
  );
end
$$;
comment on function memory.list_unknown_words(uuid, uuid, text[]) is
  'Which lexemes occur in no message of the customer, or without one of the tenant.';
