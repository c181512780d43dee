create or replace function tenancy.seed_shop(p_tenant_id uuid, p_seed jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_locations integer;
  v_services integer;
begin
  insert into tenancy.feature_flags (tenant_id, name, is_enabled)
  select p_tenant_id, d.name, true from tenancy.feature_flag_defaults as d
  on conflict do nothing;

  insert into tenancy.locations (
    tenant_id, id, slug, name, time_zone, street, city, state, zip, phone, email, on_call_phone, is_default
  )
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, 'location/' || l.slug), l.slug, l.name, l."timeZone", l.street, l.city, l.state,
    l.zip, l.phone, l.email, l."onCallPhone", coalesce(l."isDefault", false)
  from jsonb_to_recordset(p_seed -> 'locations') as l (
    slug text, name text, "timeZone" text, street text, city text, state text, zip text, phone text, email text,
    "onCallPhone" text, "isDefault" boolean
  )
  on conflict do nothing;
  get diagnostics v_locations = row_count;

  insert into tenancy.location_hours (tenant_id, location_id, weekday, opens, closes)
  select p_tenant_id, tenancy.seed_id(p_tenant_id, 'location/' || l.slug), h.weekday, h.opens, h.closes
  from jsonb_to_recordset(p_seed -> 'locations') as l (slug text, hours jsonb)
  cross join lateral jsonb_to_recordset(l.hours) as h (weekday smallint, opens time, closes time)
  on conflict do nothing;

  insert into tenancy.channel_endpoints (tenant_id, id, location_id, channel, address, provider)
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, 'endpoint/' || e.address), tenancy.seed_id(p_tenant_id, 'location/' || l.slug),
    e.channel, e.address, e.provider
  from jsonb_to_recordset(p_seed -> 'locations') as l (slug text, phone text)
  cross join lateral (
    values ('sms', l.phone, 'twilio'), ('web', concat_ws('-', p_seed -> 'tenant' ->> 'slug', l.slug), 'web')
  ) as e (channel, address, provider)
  on conflict do nothing;

  insert into crm.service_catalog (
    tenant_id, id, name, category, keywords, description, price, is_price_from, duration_minutes
  )
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, 'service/' || s.name), s.name, s.category,
    array(select jsonb_array_elements_text(coalesce(s.keywords, '[]'))), s.description, s.price,
    coalesce(s."isPriceFrom", false), s."durationMinutes"
  from jsonb_to_recordset(p_seed -> 'services') as s (
    name text, category text, keywords jsonb, description text, price numeric, "isPriceFrom" boolean, "durationMinutes" smallint
  )
  on conflict do nothing;
  get diagnostics v_services = row_count;

  return jsonb_build_object('locations', v_locations, 'services', v_services);
end
$$;
comment on function tenancy.seed_shop(uuid, jsonb) is
  'Flags, locations with hours and numbers, and the service catalogue of a seed; what exists is left alone. Returns how many were new.';
