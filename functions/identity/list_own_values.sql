create or replace function identity.list_own_values(p_customer_ids uuid[])
returns table (type text, value text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select distinct i.type, i.value
  from identity.customer_identities as i
  where i.tenant_id = tenancy.current_tenant() and i.customer_id = any (p_customer_ids)
    and not exists (
      select from identity.customer_identities as o
      where o.tenant_id = i.tenant_id and (o.type, o.value) = (i.type, i.value) and o.customer_id <> all (p_customer_ids)
    )
  order by 1, 2;
end
$$;
comment on function identity.list_own_values(uuid[]) is 'The identities that are these customers'' alone: what others share stays theirs when these are erased.';
