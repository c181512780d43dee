create or replace function crm.find_customers(p_ids text[])
returns table (housecall_pro_id text, customer_id uuid)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select r.id, coalesce(
    (
      select i.customer_id from identity.customer_identities as i
      where i.tenant_id = tenancy.current_tenant() and i.type = 'housecall_pro_id' and i.value = r.id and not i.is_shared
    ),
    -- A profile may name a record that nobody made an identity of.
    (
      select p.customer_id from context.customer_context as p
      where p.tenant_id = tenancy.current_tenant() and p.housecall_pro_id = r.id
    )
  )
  from (select distinct u.id from unnest(p_ids) as u (id)) as r;
end
$$;
comment on function crm.find_customers(text[]) is 'Whose these customer ids of HousecallPro are, each id once; null for one that nobody has.';
