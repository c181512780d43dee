create or replace function api.add_address(
  p_tenant_id uuid, p_customer_id uuid, p_address jsonb, p_idempotency_key text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_customer_id uuid;
  v_result jsonb;
  v_address_id uuid;
  v_is_new boolean := false;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_result := ai.begin_tool_call('add_address', p_idempotency_key, jsonb_build_array(p_customer_id, p_address));
  if v_result is not null then
    return v_result;
  elsif coalesce(p_address ->> 'street', '') !~ '\S' then
    raise exception 'an address without a street' using errcode = 'RP003', hint = 'Send street, and where known city, state and zip.';
  end if;
  v_customer_id := context.hold_customer(p_customer_id);

  select a.id into v_address_id
  from context.customer_addresses as a
  where a.tenant_id = p_tenant_id and a.customer_id = v_customer_id
    and crm.address_key(a.street, a.street_line_2, a.zip)
      = crm.address_key(p_address ->> 'street', p_address ->> 'streetLine2', p_address ->> 'zip')
  order by a.created_at, a.id
  limit 1;
  if not found then
    v_is_new := true;
    insert into context.customer_addresses (
      tenant_id, customer_id, type, street, street_line_2, city, state, zip, country, property_type, year_built
    )
    values (
      p_tenant_id, v_customer_id, coalesce(p_address ->> 'type', 'service'), btrim(p_address ->> 'street'),
      nullif(btrim(p_address ->> 'streetLine2'), ''), nullif(btrim(p_address ->> 'city'), ''), nullif(btrim(p_address ->> 'state'), ''),
      nullif(btrim(p_address ->> 'zip'), ''), coalesce(p_address ->> 'country', 'US'), p_address ->> 'propertyType',
      (p_address ->> 'yearBuilt')::smallint
    )
    returning id into v_address_id;
  end if;
  return ai.end_tool_call(p_idempotency_key, v_customer_id, jsonb_build_object(
    'customerId', v_customer_id, 'addressId', v_address_id, 'isNew', v_is_new
  ));
end
$$;
comment on function api.add_address(uuid, uuid, jsonb, text) is
  'Gives a customer an address, unless they have it (same street and zip): {customerId, addressId, isNew}. p_address {street, streetLine2, city, state, zip, country, type: service | billing, propertyType, yearBuilt}. It goes to HousecallPro as every new address does. RP001 unknown customer, RP003 no street, RP004 a key used for something else, RP006 erased, 23514 for a value.';
