create or replace function context.read_customer(p_customer_id uuid, p_without_conversation_id uuid default null)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_flags text[];
  v_zone text;
  v_today date;
begin
  select
    array(
      select d.name from tenancy.feature_flag_defaults as d
      where case when d.is_enabled then d.name <> all (o.off) else d.name = any (o.on) end
    ),
    coalesce((select l.time_zone from tenancy.locations as l where l.tenant_id = tenancy.current_tenant() and l.is_default), 'UTC')
  into v_flags, v_zone
  from (
    select
      coalesce(array_agg(f.name) filter (where f.is_enabled), '{}') as on,
      coalesce(array_agg(f.name) filter (where not f.is_enabled), '{}') as off
    from tenancy.feature_flags as f
    where f.tenant_id = tenancy.current_tenant()
  ) as o;
  if 'CUSTOMER_CONTEXT_ENABLED' <> all (v_flags) then
    return null;
  end if;
  v_today := (ops.now() at time zone v_zone)::date;

  -- One statement, the lists' own queries written into it by the planner: each further one costs as much to begin as to run.
  -- json all the way up: a jsonb would be taken apart and written again at every level that it is put into.
  return (
    select row_to_json(r)
    from (
      select
        c.id as "customerId",
        coalesce(p.housecall_pro_id, i.housecall_pro_id) as "housecallProId",
        coalesce(i.identities, '[]') as identities,
        coalesce(nullif(concat_ws(' ', nullif(c.first_name, ''), nullif(c.last_name, '')), ''), nullif(c.company_name, '')) as name,
        c.company_name as "companyName",
        i.email,
        i.phone as "primaryPhone",
        case when p.preferred_technician_name is not null then
          json_build_object('id', p.preferred_technician_id, 'name', p.preferred_technician_name) end as "preferredTechnician",
        coalesce(p.communication_preference, 'any') as "communicationPreference",
        p.preferred_time_window as "preferredTimeWindow",
        json_build_object('status', coalesce(p.membership_status, 'none'), 'expiresAt', context.to_iso(p.membership_expires_at))
          as membership,
        -- The CRM's totals count jobs that were never synced; ours count those it does not know of.
        greatest(p.lifetime_value, j.value, 0) as "lifetimeValue",
        greatest(p.total_jobs, j.jobs) as "totalJobs",
        j.balance as "outstandingBalance",
        c.customer_since as "customerSince",
        coalesce(p.tags, '{}') as tags,
        v_zone as "locationZone",
        array_to_json(array(select row_to_json(l) from context.list_properties(p_customer_id, v_today, v_zone) as l)) as properties,
        array_to_json(array(select row_to_json(l) from context.list_equipment(p_customer_id, v_today) as l)) as equipment,
        array_to_json(array(select row_to_json(l) from context.list_recent_jobs(p_customer_id) as l)) as "recentJobs",
        -- Of most customers nothing is ahead, and nothing known of their consent: these two are asked only where there is something.
        case when j.ahead > 0 then context.list_appointments(p_customer_id, v_zone) else '[]' end as "upcomingAppointments",
        array_to_json(array(select row_to_json(l) from lead.list_open_wishes(p_customer_id) as l)) as "bookingWishes",
        case when 'CUSTOMER_CONTEXT_INSIGHTS' = any (v_flags) then
          array_to_json(array(select row_to_json(l) from context.list_insights(p_customer_id) as l)) else '[]' end as insights,
        case when i.has_said then context.read_consent(p_customer_id) else '{
          "sms": {"status": "not_asked", "reason": null, "since": null},
          "voice": {"status": "not_asked", "reason": null, "since": null},
          "email": {"status": "not_asked", "reason": null, "since": null}
        }' end as consent,
        case when 'CONTEXT_MEMORY_ENABLED' = any (v_flags) then
          array_to_json(array(select row_to_json(l) from context.list_notes(p_customer_id) as l)) else '[]' end as "memoryNotes",
        case when 'CONTEXT_MEMORY_ENABLED' = any (v_flags) then
          array_to_json(array(select row_to_json(l) from context.list_exchanges(p_customer_id, p_without_conversation_id) as l)) else '[]' end as "lastExchanges",
        c.summary as "conversationSummary",
        c.current_issue_summary as "currentIssueSummary"
      from identity.customers as c
      left join context.customer_context as p on p.tenant_id = tenancy.current_tenant() and p.customer_id = c.id
      cross join (
        select
          json_agg(row_to_json(d)) as identities,
          (array_agg(d.value) filter (where d.type = 'email'))[1] as email,
          (array_agg(d.value) filter (where d.type = 'phone'))[1] as phone,
          (array_agg(d.value) filter (where d.type = 'housecall_pro_id'))[1] as housecall_pro_id,
          bool_or(coalesce(
            (select true from outreach.suppressions as s where s.tenant_id = tenancy.current_tenant() and s.address = d.value limit 1),
            (select true from outreach.consent_events as e where e.tenant_id = tenancy.current_tenant() and e.address = d.value limit 1)
          )) filter (where d.type in ('phone', 'email')) as has_said
        from (
          select o.type, o.value, o.verified_at is not null as verified
          from identity.customer_identities as o
          where o.tenant_id = tenancy.current_tenant() and o.customer_id = p_customer_id
          order by o.is_primary desc, o.verified_at nulls last, o.created_at, o.id
        ) as d
      ) as i
      cross join (
        select
          count(*) filter (where h.work_status = 'completed') as jobs,
          sum(h.total_amount) filter (where h.work_status = 'completed') as value,
          coalesce(sum(h.outstanding_balance) filter (where h.work_status <> 'canceled'), 0) as balance,
          count(*) filter (where h.work_status = 'scheduled') as ahead
        from context.customer_job_history as h
        where h.tenant_id = tenancy.current_tenant() and h.customer_id = p_customer_id
      ) as j
      where c.tenant_id = tenancy.current_tenant() and c.id = p_customer_id
    ) as r
  );
end
$$;
comment on function context.read_customer(uuid, uuid) is
  'All that is known about a customer of the current tenant, as api.get_customer_context describes it; lastExchanges leaves out the conversation that is named. Null for nobody, and while CUSTOMER_CONTEXT_ENABLED is off.';
