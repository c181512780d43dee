create or replace function identity.find_or_add_customer(p_phone text, p_email text)
returns table (customer_id uuid, is_new boolean)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_ids uuid[];
  v_customer_id uuid := ops.new_id();
begin
  v_ids := identity.find_by_contact(p_phone, p_email);
  if v_ids = '{}' then
    -- Only first calls wait for each other; the second look finds whom the first in line made. By type, so that two never wait
    -- crosswise.
    perform identity.lock_value(i.type, i.value)
    from (values ('email', p_email), ('phone', p_phone)) as i (type, value)
    where i.value is not null
    order by i.type;
    v_ids := identity.find_by_contact(p_phone, p_email);
  end if;
  if cardinality(v_ids) > 1 then
    raise exception 'several customers share this identity' using errcode = 'RP002', hint = 'Ask who it is, then use the customer''s id.';
  elsif cardinality(v_ids) = 1 then
    return query select v_ids[1], false;
    return;
  end if;
  insert into identity.customers (tenant_id, id, source) values (v_tenant_id, v_customer_id, 'mcp');
  insert into context.customer_context (tenant_id, customer_id) values (v_tenant_id, v_customer_id);
  return query select v_customer_id, true;
end
$$;
comment on function identity.find_or_add_customer(text, text) is
  'The customer of the current tenant with this phone, else with this e-mail, else a new one without identities. RP002 when several share it.';
