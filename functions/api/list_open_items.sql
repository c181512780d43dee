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
  v_customer_id := identity.know_customer(p_customer_id);
  return jsonb_build_object('customerId', v_customer_id, 'items', memory.list_open_items(v_customer_id));
end
$$;
comment on function api.list_open_items(uuid, uuid) is
  'What conversations left open with a customer, oldest first: {customerId, items: [{id, kind: promise | appointment | complaint, text, at}]}. RP001 unknown, RP006 erased.';
