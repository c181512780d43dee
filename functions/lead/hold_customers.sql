create or replace function lead.hold_customers(p_lead_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_ids uuid[];
  v_held uuid[];
begin
  -- Whose lead was merged into another while we waited is not held yet: in the order of their ids, as a merge holds them.
  loop
    v_ids := array(
      select distinct l.customer_id from lead.leads as l where l.tenant_id = v_tenant_id and l.id = any (p_lead_ids) order by l.customer_id
    );
    exit when v_ids is not distinct from v_held;
    v_held := v_ids;
    perform from identity.customers as c where c.tenant_id = v_tenant_id and c.id = any (v_ids) order by c.id for key share;
  end loop;
end
$$;
comment on function lead.hold_customers(uuid[]) is
  'Holds the customers of leads of the current tenant, who stay who they are until the end of the transaction: a merge or an erasure of them waits.';
