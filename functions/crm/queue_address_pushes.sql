create or replace function crm.queue_address_pushes(p_tenant_id uuid, p_customer_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if not crm.may_push(p_tenant_id) then
    return;
  end if;
  insert into crm.pushes (tenant_id, customer_id, kind, address_id)
  select a.tenant_id, a.customer_id, 'address', a.id
  from context.customer_addresses as a
  where a.tenant_id = p_tenant_id and a.customer_id = any (p_customer_ids)
    and a.housecall_pro_address_id is null and btrim(a.street) <> ''
    and crm.find_housecall_id(a.tenant_id, a.customer_id) is not null
    and not exists (
      select from crm.pushes as p where p.tenant_id = a.tenant_id and p.address_id = a.id and p.state in ('done', 'failed')
    )
  order by a.customer_id, a.id
  on conflict do nothing;
  if found then
    perform crm.enqueue_pushes(p_tenant_id, p_customer_ids, ops.now());
  end if;
end
$$;
comment on function crm.queue_address_pushes(uuid, uuid[]) is
  'Queues the addresses of linked customers that HousecallPro does not have, each once.';
