create or replace function api.get_tenant(p_slug text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_tenant tenancy.tenants;
begin
  select t.* into v_tenant from tenancy.tenants as t where t.slug = p_slug;
  if not found then
    raise exception 'no tenant with the slug %', quote_literal(p_slug)
    using errcode = 'RP001', hint = 'rapport tenant list shows the tenants.';
  end if;
  perform tenancy.set_tenant(v_tenant.id);

  return jsonb_build_object(
    'tenantId', v_tenant.id, 'slug', v_tenant.slug, 'name', v_tenant.name, 'industry', v_tenant.industry,
    'status', v_tenant.status, 'isDemo', v_tenant.is_demo, 'settings', v_tenant.settings,
    'flags', (
      select jsonb_object_agg(d.name, tenancy.is_enabled(v_tenant.id, d.name) order by d.name)
      from tenancy.feature_flag_defaults as d
    ),
    'locations', coalesce((
      select jsonb_agg(jsonb_build_object(
        'locationId', l.id, 'slug', l.slug, 'name', l.name, 'timeZone', l.time_zone, 'phone', l.phone,
        'onCallPhone', l.on_call_phone, 'isDefault', l.is_default,
        'endpoints', coalesce((
          select jsonb_agg(jsonb_build_object('endpointId', e.id, 'channel', e.channel, 'address', e.address) order by e.channel, e.address)
          from tenancy.channel_endpoints as e
          where e.tenant_id = v_tenant.id and e.location_id = l.id and e.is_active
        ), '[]')
      ) order by l.is_default desc, l.slug)
      from tenancy.locations as l
      where l.tenant_id = v_tenant.id
    ), '[]')
  );
end
$$;
comment on function api.get_tenant(text) is
  'A tenant by slug: settings, effective flags, locations with their endpoints, as JSON. RP001 when there is none.';
