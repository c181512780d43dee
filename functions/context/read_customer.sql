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
  v_on jsonb;
  v_zone text;
  v_profile jsonb;
  v_equipment jsonb;
begin
  -- One statement for all flags: tenancy.is_enabled would be planned anew at each of three calls.
  select jsonb_object_agg(d.name, coalesce(f.is_enabled, d.is_enabled)) into v_on
  from tenancy.feature_flag_defaults as d
  left join tenancy.feature_flags as f on f.tenant_id = v_tenant_id and f.name = d.name;
  if not (v_on -> 'CUSTOMER_CONTEXT_ENABLED')::boolean then
    return null;
  end if;
  v_profile := context.read_profile(v_tenant_id, p_customer_id);
  if v_profile is null then
    return null;
  end if;

  select l.time_zone into v_zone from tenancy.locations as l where l.tenant_id = v_tenant_id and l.is_default;
  v_zone := coalesce(v_zone, 'UTC');
  v_equipment := context.list_equipment(v_tenant_id, p_customer_id, (ops.now() at time zone v_zone)::date);
  return v_profile || jsonb_build_object(
    'locationZone', v_zone,
    'properties', context.list_properties(v_tenant_id, p_customer_id, v_equipment),
    'equipment', v_equipment,
    'recentJobs', context.list_recent_jobs(v_tenant_id, p_customer_id),
    'upcomingAppointments', context.list_appointments(v_tenant_id, p_customer_id, v_zone),
    'insights', case when (v_on -> 'CUSTOMER_CONTEXT_INSIGHTS')::boolean
      then context.list_insights(v_tenant_id, p_customer_id) else '[]' end,
    'consent', context.read_consent(v_tenant_id, p_customer_id),
    'memoryNotes', case when (v_on -> 'CONTEXT_MEMORY_ENABLED')::boolean
      then context.list_notes(v_tenant_id, p_customer_id) else '[]' end,
    'lastExchanges', case when (v_on -> 'CONTEXT_MEMORY_ENABLED')::boolean
      then context.list_exchanges(v_tenant_id, p_customer_id) else '[]' end
  );
end
$$;
comment on function context.read_customer(uuid) is
  'All that is known about a customer of the current tenant, as api.get_customer_context describes it. Null for nobody, and while CUSTOMER_CONTEXT_ENABLED is off.';
