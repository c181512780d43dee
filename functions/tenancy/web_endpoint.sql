create or replace function tenancy.web_endpoint(p_location_id uuid default null)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_location_id uuid;
  v_endpoint_id uuid;
begin
  select l.id into v_location_id
  from tenancy.locations as l
  where l.tenant_id = v_tenant_id and (p_location_id is null and l.is_default or l.id = p_location_id);
  if not found then
    raise exception 'no such location' using errcode = 'RP001';
  end if;
  -- One for all who ask for it at once.
  perform pg_advisory_xact_lock(hashtextextended('tenancy.web_endpoint:' || v_location_id, 0));
  select e.id into v_endpoint_id
  from tenancy.channel_endpoints as e
  where e.tenant_id = v_tenant_id and e.location_id = v_location_id and e.channel = 'web' and e.is_active
  order by e.id
  limit 1;
  if not found then
    insert into tenancy.channel_endpoints (tenant_id, location_id, channel, address, provider)
    values (v_tenant_id, v_location_id, 'web', 'wk_' || replace(gen_random_uuid()::text, '-', ''), 'web')
    returning id into v_endpoint_id;
  end if;
  return v_endpoint_id;
end
$$;
comment on function tenancy.web_endpoint(uuid) is
  'The chat of a location, by default the tenant''s default one; made where there is none yet, with a random public key as its address. RP001 for an unknown location.';
