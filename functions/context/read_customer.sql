create or replace function context.read_customer(p_customer_id uuid)
returns jsonb
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_shop record;
  v_profile json;
  v_today date;
begin
  -- One statement for all flags: tenancy.is_enabled would be planned anew at each of three calls.
  select
    bool_or(coalesce(f.is_enabled, d.is_enabled)) filter (where d.name = 'CUSTOMER_CONTEXT_ENABLED') as shows_context,
    bool_or(coalesce(f.is_enabled, d.is_enabled)) filter (where d.name = 'CUSTOMER_CONTEXT_INSIGHTS') as shows_insights,
    bool_or(coalesce(f.is_enabled, d.is_enabled)) filter (where d.name = 'CONTEXT_MEMORY_ENABLED') as shows_memory,
    coalesce((select l.time_zone from tenancy.locations as l where l.tenant_id = v_tenant_id and l.is_default), 'UTC') as zone
  into v_shop
  from tenancy.feature_flag_defaults as d
  left join tenancy.feature_flags as f on f.tenant_id = v_tenant_id and f.name = d.name;
  if not v_shop.shows_context then
    return null;
  end if;
  v_profile := context.read_profile(v_tenant_id, p_customer_id);
  if v_profile is null then
    return null;
  end if;

  -- Put together as text: a jsonb would be taken apart and written again at every level that it is put into.
  v_today := (ops.now() at time zone v_shop.zone)::date;
  return concat(
    left(v_profile::text, -1),
    ', "locationZone": ', to_json(v_shop.zone),
    ', "properties": ', context.list_properties(v_tenant_id, p_customer_id, v_today),
    ', "equipment": ', context.list_equipment(v_tenant_id, p_customer_id, v_today),
    ', "recentJobs": ', context.list_recent_jobs(v_tenant_id, p_customer_id),
    ', "upcomingAppointments": ', context.list_appointments(v_tenant_id, p_customer_id, v_shop.zone),
    ', "insights": ', case when v_shop.shows_insights then context.list_insights(v_tenant_id, p_customer_id) else '[]' end,
    ', "consent": ', context.read_consent(v_tenant_id, p_customer_id),
    ', "memoryNotes": ', case when v_shop.shows_memory then context.list_notes(v_tenant_id, p_customer_id) else '[]' end,
    ', "lastExchanges": ', case when v_shop.shows_memory then context.list_exchanges(v_tenant_id, p_customer_id) else '[]' end,
    '}'
  )::jsonb;
end
$$;
comment on function context.read_customer(uuid) is
  'All that is known about a customer of the current tenant, as api.get_customer_context describes it. Null for nobody, and while CUSTOMER_CONTEXT_ENABLED is off.';
