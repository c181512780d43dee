create or replace function api.ensure_tenant(p_tenant_id uuid, p_number text, p_time_zone text default 'America/New_York')
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_location_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  insert into tenancy.tenants (id, slug, name)
  values (p_tenant_id, 'tenant-' || p_tenant_id, 'My business')
  on conflict (id) do nothing;
  select l.id into v_location_id from tenancy.locations as l where l.tenant_id = p_tenant_id and l.is_default;
  if v_location_id is null then
    v_location_id := api.create_location(p_tenant_id, jsonb_build_object(
      'slug', 'main', 'name', 'Main', 'timeZone', p_time_zone, 'phone', p_number
    ));
  end if;
  if not exists (
    select from tenancy.channel_endpoints as e
    where e.tenant_id = p_tenant_id and e.channel = 'sms' and e.address = p_number
  ) then
    perform api.add_channel_endpoint(p_tenant_id, v_location_id, 'sms', p_number);
  end if;
  if not exists (
    select from tenancy.channel_endpoints as e
    where e.tenant_id = p_tenant_id and e.channel = 'voice' and e.address = p_number
  ) then
    perform api.add_channel_endpoint(p_tenant_id, v_location_id, 'voice', p_number);
  end if;
  return p_tenant_id;
end
$$;
comment on function api.ensure_tenant(uuid, text, text) is
  'The tenant of a single-tenant installation with a location and a number for messages and calls; what exists is left alone. Returns its id. RP004 when the number is another tenant''s.';
