create or replace function api.ensure_widget(p_tenant_id uuid, p_location_id uuid default null)
returns text
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_endpoint_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_endpoint_id := tenancy.web_endpoint(p_location_id);
  -- A statement of its own: it must see the row that may just have been made.
  return (select e.address from tenancy.channel_endpoints as e where e.tenant_id = p_tenant_id and e.id = v_endpoint_id);
end
$$;
comment on function api.ensure_widget(uuid, uuid) is
  'The public key of the chat widget of a location, by default the tenant''s default one; made where there is none yet. RP001 for an unknown location.';
