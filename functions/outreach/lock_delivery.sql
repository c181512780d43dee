create or replace function outreach.lock_delivery(p_delivery_id uuid)
returns outreach.deliveries
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_delivery outreach.deliveries;
begin
  select d.* into v_delivery from outreach.deliveries as d where d.tenant_id = v_tenant_id and d.id = p_delivery_id;
  if found then
    perform outreach.lock_address(v_delivery.channel, v_delivery.to_address);
    select d.* into v_delivery
    from outreach.deliveries as d
    where d.tenant_id = v_tenant_id and d.id = p_delivery_id
    for no key update;
  end if;
  return v_delivery;
end
$$;
comment on function outreach.lock_delivery(uuid) is
  'A delivery as it stands once its address and its row are locked, in that order; all null when there is none.';
