create or replace function api.add_channel_endpoint(
  p_tenant_id uuid, p_location_id uuid, p_channel text, p_address text, p_provider text default 'twilio',
  p_messaging_service_sid text default null
)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_endpoint_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  insert into tenancy.channel_endpoints as e (tenant_id, location_id, channel, address, provider, messaging_service_sid)
  values (p_tenant_id, p_location_id, p_channel, lower(btrim(p_address)), p_provider, p_messaging_service_sid)
  on conflict (channel, address) do update
  set location_id = excluded.location_id, provider = excluded.provider,
    messaging_service_sid = excluded.messaging_service_sid, is_active = true
  where e.tenant_id = p_tenant_id
  returning e.id into v_endpoint_id;
  if v_endpoint_id is null then
    raise exception 'this % address belongs to another tenant', p_channel using errcode = 'RP004';
  end if;
  return v_endpoint_id;
end
$$;
comment on function api.add_channel_endpoint(uuid, uuid, text, text, text, text) is
  'Routes a number or address to a location; again for the same tenant it moves it. Returns the endpoint''s id. RP004 when another tenant has it.';
