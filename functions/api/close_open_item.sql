create or replace function api.close_open_item(p_tenant_id uuid, p_customer_id uuid, p_item_id uuid, p_actor text)
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
  v_customer_id := memory.lock_customer(p_customer_id);
  if not exists (select from memory.open_items as i where i.tenant_id = p_tenant_id and i.customer_id = v_customer_id and i.id = p_item_id) then
    raise exception 'the customer has no such open item' using errcode = 'RP001';
  end if;
  update memory.open_items as i
  set closed_at = ops.now(), closed_by = p_actor
  where i.tenant_id = p_tenant_id and i.customer_id = v_customer_id and i.id = p_item_id and i.closed_at is null;
  if found then
    perform memory.show_summary(v_customer_id);
  end if;
  return jsonb_build_object('customerId', v_customer_id, 'items', memory.list_open_items(v_customer_id));
end
$$;
comment on function api.close_open_item(uuid, uuid, uuid, text) is
  'Closes, as a person''s word, what a conversation left open with a customer; one that is closed stays as it was closed. The customer''s summary says it no more. Returns what is still open, as api.list_open_items. RP001 unknown customer or item, RP006 erased.';
