create or replace function crm.list_active_customers(p_tenant_id uuid)
returns table (customer_id uuid, external_id text, last_active_at timestamptz)
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  c_active constant interval := interval '90 days';
  v_customer_ids constant uuid[] := array(
    select distinct c.customer_id from memory.conversations as c
    where c.tenant_id = p_tenant_id and c.customer_id is not null and c.last_message_at > ops.now() - c_active
  );
begin
  return query
  select l.customer_id, l.external_id, (
    select max(c.last_message_at) from memory.conversations as c where c.tenant_id = p_tenant_id and c.customer_id = l.customer_id
  )
  from crm.list_links(v_customer_ids) as l;
end
$$;
comment on function crm.list_active_customers(uuid) is
  'The tenant''s customers of HousecallPro with a message within 90 days, by each of their ids there.';
