create or replace function memory.list_vocabulary(p_tenant_id uuid, p_customer_id uuid, p_scope uuid[])
returns text[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array(
    select distinct u.lexeme
    from memory.messages as m
    cross join lateral unnest(m.body_search) as u
    where m.tenant_id = p_tenant_id
      and (p_customer_id is null or m.customer_id = p_customer_id)
      and (p_scope is null or m.id = any (p_scope))
  );
end
$$;
comment on function memory.list_vocabulary(uuid, uuid, uuid[]) is 'The stems that occur in a customer''s messages, or in those of the scope.';
