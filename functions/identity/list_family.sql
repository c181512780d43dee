create or replace function identity.list_family(p_customer_id uuid)
returns uuid[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array(
    with recursive family as (
      select c.id from identity.customers as c where c.tenant_id = tenancy.current_tenant() and c.id = p_customer_id
      union
      select c.id
      from family as f
      join identity.customers as c on c.tenant_id = tenancy.current_tenant() and c.merged_into = f.id
    )
    select f.id from family as f order by f.id
  );
end
$$;
comment on function identity.list_family(uuid) is 'A customer and all that were merged into them, by id; empty for nobody.';
