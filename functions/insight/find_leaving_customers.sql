create or replace function insight.find_leaving_customers(p_zone text, p_today date, p_jobs insight.job_facts[])
returns setof insight.finding
language plpgsql
stable
security invoker
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_rule insight.effective_rules;
begin
  select r.* into v_rule from insight.effective_rules as r where r.name = 'churn_risk' and r.is_enabled;
  if not found then
    return;
  end if;

  return query
  with away as materialized (
    select j.customer_id, (j.last_at at time zone p_zone)::date as last_on
    from unnest(p_jobs) as j
    where j.jobs > 1
      and not j.has_visit
      and (j.last_at at time zone p_zone)::date + make_interval(months => (v_rule.thresholds ->> 'leastMonths')::numeric::integer) <= p_today
  ), gaps as (
    -- Visits on one day are one.
    select d.customer_id, d.done_on - lag(d.done_on) over (partition by d.customer_id order by d.done_on) as days
    from (
      select distinct a.customer_id, (h.completed_at at time zone p_zone)::date as done_on
      from away as a
      join context.customer_job_history as h on h.tenant_id = v_tenant_id and h.customer_id = a.customer_id and h.work_status = 'completed'
    ) as d
  ), medians as (
    select g.customer_id, percentile_cont(0.5) within group (order by g.days) as days
    from gaps as g
    where g.days is not null
    group by g.customer_id
  )
  select
    a.customer_id, v_rule.name, 'customer', v_rule.priority, v_rule.confidence::numeric(3, 2), a.last_on::text,
    jsonb_build_object('lastServiceOn', a.last_on, 'medianGapDays', round(m.days))
  from away as a
  join medians as m on m.customer_id = a.customer_id
  where p_today - a.last_on > m.days * (v_rule.thresholds ->> 'medianTimes')::double precision;
end
$$;
comment on function insight.find_leaving_customers(text, date, insight.job_facts[]) is
  'Customers of the current tenant who had more than one visit, have none ahead, and stay away for long by the calendar and by their own habit.';
