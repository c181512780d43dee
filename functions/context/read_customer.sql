create or replace function context.read_customer(p_customer_id uuid)
returns json
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_shop record;
  v_today date;
begin
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
  v_today := (ops.now() at time zone v_shop.zone)::date;

  -- json all the way up: a jsonb would be taken apart and written again at every level that it is put into.
  return (
    select json_build_object(
      'customerId', c.id,
      'housecallProId', coalesce(p.housecall_pro_id, i.housecall_pro_id),
      'identities', i.identities,
      'name', coalesce(nullif(concat_ws(' ', nullif(c.first_name, ''), nullif(c.last_name, '')), ''), nullif(c.company_name, '')),
      'companyName', c.company_name,
      'email', i.email,
      'primaryPhone', i.phone,
      'preferredTechnician', case when p.preferred_technician_name is not null then
        json_build_object('id', p.preferred_technician_id, 'name', p.preferred_technician_name) end,
      'communicationPreference', coalesce(p.communication_preference, 'any'),
      'preferredTimeWindow', p.preferred_time_window,
      'membership', json_build_object(
        'status', coalesce(p.membership_status, 'none'), 'expiresAt', context.to_iso(p.membership_expires_at)),
      -- The CRM's totals count jobs that were never synced; ours count those it does not know of.
      'lifetimeValue', greatest(p.lifetime_value, j.value, 0),
      'totalJobs', greatest(p.total_jobs, j.jobs),
      'outstandingBalance', j.balance,
      'customerSince', c.customer_since,
      'tags', to_json(coalesce(p.tags, '{}')),
      'conversationSummary', c.summary,
      'currentIssueSummary', c.current_issue_summary,
      'locationZone', v_shop.zone,
      'properties', context.list_properties(v_tenant_id, p_customer_id, v_today, v_shop.zone),
      'equipment', context.list_equipment(v_tenant_id, p_customer_id, v_today),
      'recentJobs', context.list_recent_jobs(v_tenant_id, p_customer_id),
      'upcomingAppointments', context.list_appointments(v_tenant_id, p_customer_id, v_shop.zone),
      'insights', case when v_shop.shows_insights then context.list_insights(v_tenant_id, p_customer_id) else '[]' end,
      'consent', context.read_consent(v_tenant_id, p_customer_id),
      'memoryNotes', case when v_shop.shows_memory then context.list_notes(v_tenant_id, p_customer_id) else '[]' end,
      'lastExchanges', case when v_shop.shows_memory then context.list_exchanges(v_tenant_id, p_customer_id) else '[]' end
    )
    from identity.customers as c
    left join context.customer_context as p on p.tenant_id = v_tenant_id and p.customer_id = c.id
    cross join lateral (
      select
        coalesce(json_agg(json_build_object('type', d.type, 'value', d.value, 'verified', d.verified_at is not null)), '[]') as identities,
        (array_agg(d.value) filter (where d.type = 'email'))[1] as email,
        (array_agg(d.value) filter (where d.type = 'phone'))[1] as phone,
        (array_agg(d.value) filter (where d.type = 'housecall_pro_id'))[1] as housecall_pro_id
      from (
        select o.type, o.value, o.verified_at
        from identity.customer_identities as o
        where o.tenant_id = v_tenant_id and o.customer_id = p_customer_id
        order by o.is_primary desc, o.verified_at nulls last, o.created_at, o.id
      ) as d
    ) as i
    cross join lateral (
      select
        count(*) filter (where h.work_status = 'completed') as jobs,
        sum(h.total_amount) filter (where h.work_status = 'completed') as value,
        coalesce(sum(h.outstanding_balance) filter (where h.work_status <> 'canceled'), 0) as balance
      from context.customer_job_history as h
      where h.tenant_id = v_tenant_id and h.customer_id = c.id
    ) as j
    where c.tenant_id = v_tenant_id and c.id = p_customer_id
  );
end
$$;
comment on function context.read_customer(uuid) is
  'All that is known about a customer of the current tenant, as api.get_customer_context describes it. Null for nobody, and while CUSTOMER_CONTEXT_ENABLED is off.';
