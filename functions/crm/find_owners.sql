create or replace function crm.find_owners(p_ids text[])
returns crm.record_owner[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array(
    select (f.housecall_pro_id, f.customer_id)::crm.record_owner
    from crm.find_customers(p_ids) as f
    where f.customer_id is not null
    order by f.housecall_pro_id
  );
end
$$;
comment on function crm.find_owners(text[]) is 'crm.find_customers to be handed on: each id once, without those that nobody has.';
