-- pgls-ignore-all syntax: the linter takes arrays of composite types for records
create or replace function insight.read_jobs(
  p_customer_ids uuid[], p_zone text, p_today date, out jobs insight.job_facts[], out services insight.service_facts[]
)
language plpgsql
stable
security invoker
set search_path = ''
set plan_cache_mode = force_custom_plan
set work_mem = '128MB'
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_year_start constant timestamptz := (p_today - interval '1 year') at time zone p_zone;
  v_recent_start timestamptz;
  v_unpaid_end timestamptz;
begin
  -- The plan must know whether it is for one customer or for a whole tenant: hence no generic one.
  select
    max((p_today - make_interval(months => (r.thresholds ->> 'withinMonths')::numeric::integer)) at time zone p_zone)
      filter (where r.name = 'upsell_membership'),
    max((p_today + 1 - make_interval(days => (r.thresholds ->> 'afterDays')::numeric::integer)) at time zone p_zone)
      filter (where r.name = 'unpaid_balance')
  into v_recent_start, v_unpaid_end
  from insight.effective_rules as r;

  -- Grouped first: few names stand on many jobs, and each is matched once.
  with visits as materialized (
    select
      j.customer_id, j.address_id, j.service_type, max(j.completed_at) as last_at,
      count(*) filter (where j.work_status = 'completed') as jobs, bool_or(j.work_status <> 'completed') as is_booked,
      count(*) filter (where j.completed_at >= v_recent_start) as recent_jobs,
      sum(j.total_amount) filter (where j.completed_at >= v_recent_start) as recent_value,
      sum(j.total_amount) filter (where j.completed_at >= v_year_start) as year_value,
      sum(j.outstanding_balance) filter (where j.outstanding_balance > 0 and j.completed_at < v_unpaid_end) as unpaid,
      count(*) filter (where j.outstanding_balance > 0 and j.completed_at < v_unpaid_end) as unpaid_jobs,
      min(j.completed_at) filter (where j.outstanding_balance > 0 and j.completed_at < v_unpaid_end) as unpaid_since,
      max(j.completed_at) filter (where j.outstanding_balance > 0 and j.completed_at < v_unpaid_end) as unpaid_newest
    from context.customer_job_history as j
    where j.tenant_id = v_tenant_id
      and (p_customer_ids is null or j.customer_id = any (p_customer_ids))
      and (
        j.work_status in ('completed', 'in_progress')
        or j.work_status = 'scheduled' and coalesce(j.scheduled_end, j.scheduled_start) >= ops.now()
      )
    group by j.customer_id, j.address_id, j.service_type
  ), done as (
    select v.customer_id, v.address_id, m.rule, v.last_at, v.is_booked
    from insight.match_services(array(select distinct v.service_type from visits as v where v.service_type is not null)) as m
    join visits as v on v.service_type = m.name
    union all
    select j.customer_id, j.address_id, m.rule, j.completed_at, j.work_status <> 'completed'
    from insight.match_items(p_customer_ids) as m
    join context.customer_job_history as j on j.tenant_id = v_tenant_id and j.id = m.job_id
    where (p_customer_ids is null or j.customer_id = any (p_customer_ids))
      and (
        j.work_status in ('completed', 'in_progress')
        or j.work_status = 'scheduled' and coalesce(j.scheduled_end, j.scheduled_start) >= ops.now()
      )
  )
  select
    (
      select array_agg(row(
        v.customer_id, v.last_at, v.jobs, v.recent_jobs, v.recent_value, v.year_value, v.unpaid, v.unpaid_jobs, v.unpaid_since,
        v.unpaid_newest, v.has_visit
      )::insight.job_facts)
      from (
        select
          v.customer_id, max(v.last_at) as last_at, sum(v.jobs)::integer as jobs, sum(v.recent_jobs)::integer as recent_jobs,
          sum(v.recent_value) as recent_value, sum(v.year_value) as year_value, sum(v.unpaid) as unpaid,
          sum(v.unpaid_jobs)::integer as unpaid_jobs, min(v.unpaid_since) as unpaid_since, max(v.unpaid_newest) as unpaid_newest,
          bool_or(v.is_booked) as has_visit
        from visits as v
        group by v.customer_id
      ) as v
    ),
    (
      select array_agg(row(d.customer_id, d.address_id, d.rule, d.last_on, d.is_booked)::insight.service_facts)
      from (
        select
          d.customer_id, d.address_id, d.rule, (max(d.last_at) at time zone p_zone)::date as last_on, bool_or(d.is_booked) as is_booked
        from done as d
        group by d.customer_id, d.address_id, d.rule
      ) as d
    )
  into jobs, services;
end
$$;
comment on function insight.read_jobs(uuid[], text, date) is
  'One reading of the jobs of some customers of the current tenant, of all when p_customer_ids is null, for all rules: their sums, and which maintenance was done when. p_zone, p_today: the shop''s. Null where there is nothing.';
