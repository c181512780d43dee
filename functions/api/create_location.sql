create or replace function api.create_location(p_tenant_id uuid, p_location jsonb)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_location_id uuid := ops.new_id();
begin
  perform tenancy.set_tenant(p_tenant_id);
  insert into tenancy.locations (
    tenant_id, id, slug, name, time_zone, street, city, state, zip, phone, email, on_call_phone, is_default
  )
  select
    p_tenant_id, v_location_id, l.slug, l.name, l."timeZone", l.street, l.city, l.state, l.zip, l.phone, lower(l.email),
    l."onCallPhone",
    not exists (select from tenancy.locations as other where other.tenant_id = p_tenant_id)
  from jsonb_to_record(p_location) as l (
    slug text, name text, "timeZone" text, street text, city text, state text, zip text, phone text, email text, "onCallPhone" text
  );
  insert into tenancy.location_hours (tenant_id, location_id, weekday, opens, closes)
  select p_tenant_id, v_location_id, h.weekday, h.opens, h.closes
  from jsonb_to_recordset(coalesce(p_location -> 'hours', '[]')) as h (weekday smallint, opens time, closes time);
  return v_location_id;
end
$$;
comment on function api.create_location(uuid, jsonb) is
  'Creates a location from {slug, name, timeZone, street, city, state, zip, phone, email, onCallPhone, hours: [{weekday 1-7, opens, closes}]}; the first one of a tenant is its default. Returns its id. 23514 for a zone that is not IANA or a phone that is not E.164.';
