create or replace function api.list_open_items(p_tenant_id uuid, p_customer_id uuid)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_customer_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_customer_id := identity.follow_merge(p_customer_id);
  if not exists (select from identity.customers as c where c.tenant_id = p_tenant_id and c.id = v_customer_id) then
    perform identity.refuse_unknown(p_tenant_id, p_customer_id);
  end if;
  return jsonb_build_object('customerId', v_customer_id, 'items', memory.list_open_items(v_customer_id));
end
$$;
comment on function api.list_open_items(uuid, uuid) is
  'What conversations left open with a customer, oldest first: {customerId, items: [{id, kind: promise | appointment | complaint, text, at}]}. RP001 unknown, RP006 erased.';
