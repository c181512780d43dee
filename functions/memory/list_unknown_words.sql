create or replace function memory.list_unknown_words(p_tenant_id uuid, p_customer_id uuid, p_lexemes text[])
returns text[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array(
    select l.lexeme from unnest(p_lexemes) with ordinality as l (lexeme, place)
    where case
      when p_customer_id is null then not exists (
        select from memory.messages as m
        where m.tenant_id = p_tenant_id and m.body_search @@ memory.to_any_query(array[l.lexeme])
      )
      else not exists (
        select from memory.messages as m
        where m.tenant_id = p_tenant_id and m.customer_id = p_customer_id and m.body_search @@ memory.to_any_query(array[l.lexeme])
      )
    end
    order by l.place
  );
end
$$;
comment on function memory.list_unknown_words(uuid, uuid, text[]) is
  'Which lexemes occur in no message of the customer, or without one of the tenant.';
