create or replace function crm.lock_owners(p_ids text[])
returns crm.record_owner[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_owners crm.record_owner[] := crm.find_owners(p_ids);
  v_held crm.record_owner[];
begin
  -- Who was merged or erased while we waited is somebody else now, or nobody.
  while v_owners is distinct from v_held loop
    v_held := v_owners;
    perform from identity.customers as c
    where c.tenant_id = tenancy.current_tenant() and c.id in (select o.customer_id from unnest(v_owners) as o)
    order by c.id
    for key share;
    v_owners := crm.find_owners(p_ids);
  end loop;
  return v_owners;
end
$$;
comment on function crm.lock_owners(text[]) is
  'crm.find_owners, who stay who they are until the end of the transaction: a merge or an erasure of them waits.';
