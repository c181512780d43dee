create or replace function identity.list_addresses(p_customer_ids uuid[])
returns text[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  return array(
    select distinct c.channel || ' ' || i.value
    from identity.customer_identities as i
    join (values ('phone', 'sms'), ('phone', 'voice'), ('email', 'email'), ('web_user_id', 'web')) as c (type, channel)
      on c.type = i.type
    where i.tenant_id = tenancy.current_tenant() and i.customer_id = any (p_customer_ids)
    order by 1
  );
end
$$;
comment on function identity.list_addresses(uuid[]) is
  'The channel and address of everything that these customers can be reached at ("sms +12025550100"), in order. Volatile: it must see what was committed while it waited for a lock.';
