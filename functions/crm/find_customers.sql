create or replace function crm.find_customers(p_ids text[])
returns table (housecall_pro_id text, customer_id uuid)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select i.value, i.customer_id
  from identity.customer_identities as i
  where i.tenant_id = tenancy.current_tenant() and i.type = 'housecall_pro_id' and i.value = any (p_ids) and not i.is_shared
  union
  -- A profile may name a record that nobody made an identity of.
  select p.housecall_pro_id, p.customer_id
  from context.customer_context as p
  where p.tenant_id = tenancy.current_tenant() and p.housecall_pro_id = any (p_ids) and not exists (
    select from identity.customer_identities as i
    where i.tenant_id = p.tenant_id and i.type = 'housecall_pro_id' and i.value = p.housecall_pro_id
  );
end
$$;
comment on function crm.find_customers(text[]) is 'Whose these customer ids of HousecallPro are; ids that nobody has are not there.';
