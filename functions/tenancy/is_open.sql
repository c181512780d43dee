create or replace function tenancy.is_open(p_location_id uuid)
returns boolean
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  v_local timestamp;
begin
  select ops.now() at time zone l.time_zone into v_local
  from tenancy.locations as l
  where l.tenant_id = tenancy.current_tenant() and l.id = p_location_id;
  return not exists (
    select from tenancy.location_hours as h where h.tenant_id = tenancy.current_tenant() and h.location_id = p_location_id
  ) or exists (
    select from tenancy.location_hours as h
    where h.tenant_id = tenancy.current_tenant() and h.location_id = p_location_id
      and h.weekday = extract(isodow from v_local) and v_local::time >= h.opens and v_local::time < h.closes
  );
end
$$;
comment on function tenancy.is_open(uuid) is 'Whether a location is open now, by its own clock; one without hours always is.';
