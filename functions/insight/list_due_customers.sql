create or replace function insight.list_due_customers(p_from date, p_until date, p_zone text, p_after uuid, p_limit integer)
returns uuid[]
language plpgsql
stable
security invoker
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_rules constant jsonb := (select jsonb_object_agg(r.name, r.thresholds) from insight.effective_rules as r);
  v_first_job constant date := (
    select (min(j.completed_at) at time zone p_zone)::date
    from context.customer_job_history as j
    where j.tenant_id = v_tenant_id and j.work_status = 'completed'
  );
  -- A month's end is reached from the last days of longer months as well: up to three days more.
  v_slack constant interval := make_interval(
    days => case when date_trunc('month', p_from + 1) <> date_trunc('month', p_until + 1) then 4 else 1 end
  );
begin
  return array(
    with spans as (
      -- When a job, by its age, makes a verdict or a text another one: the first day on which "since then it is so long".
      select make_interval(months => (t.value ->> 'everyMonths')::numeric::integer * k.n) as span, false as is_of_debts
      from jsonb_each(v_rules) as t
      cross join lateral generate_series(
        1, insight.full_months(v_first_job, p_until) / (t.value ->> 'everyMonths')::numeric::integer + 1
      ) as k (n)
      where t.value ? 'everyMonths'
      union
      select make_interval(months => (v_rules -> 'churn_risk' ->> 'leastMonths')::numeric::integer), false
      union
      select make_interval(months => (v_rules -> 'sump_pump_check' ->> 'notWithinMonths')::numeric::integer), false
      union
      select make_interval(days => (v_rules -> 'review_request' ->> 'afterDays')::numeric::integer), false
      union
      select make_interval(days => (v_rules -> 'review_request' ->> 'untilDays')::numeric::integer + 1), false
      union
      select make_interval(days => (v_rules -> 'unpaid_balance' ->> 'afterDays')::numeric::integer), true
      union
      select make_interval(days => (v_rules -> 'unpaid_balance' ->> 'highAfterDays')::numeric::integer), true
      union
      select make_interval(days => 90 * k.n), true from generate_series(1, (p_until - v_first_job) / 90 + 1) as k (n)
    ), due as (
      select j.customer_id
      from spans as s
      cross join lateral (
        select h.customer_id, h.outstanding_balance, (h.completed_at at time zone p_zone)::date as done_on
        from context.customer_job_history as h
        where h.tenant_id = v_tenant_id and h.work_status = 'completed'
          and h.completed_at >= (p_from - s.span) at time zone p_zone and h.completed_at < (p_until - s.span + v_slack) at time zone p_zone
        -- Kept apart: few days of the index for each span, not each job against all spans.
        offset 0
      ) as j
      where j.done_on + s.span > p_from and j.done_on + s.span <= p_until
        and (j.outstanding_balance > 0 or not s.is_of_debts)
      union
      -- When it leaves the months that are counted.
      select j.customer_id
      from (
        values (make_interval(months => (v_rules -> 'upsell_membership' ->> 'withinMonths')::numeric::integer)), (interval '1 year')
      ) as w (span)
      cross join lateral (
        select h.customer_id
        from context.customer_job_history as h
        where h.tenant_id = v_tenant_id and h.work_status = 'completed'
          and h.completed_at >= (p_from - w.span) at time zone p_zone and h.completed_at < (p_until - w.span) at time zone p_zone
        offset 0
      ) as j
      union
      select j.customer_id
      from context.customer_job_history as j
      where j.tenant_id = v_tenant_id and j.work_status = 'scheduled'
        and coalesce(j.scheduled_end, j.scheduled_start) >= (p_from - 1) at time zone p_zone
        and coalesce(j.scheduled_end, j.scheduled_start) < (p_until + 1) at time zone p_zone
      union
      select e.customer_id from insight.list_due_equipment(p_from, p_until, v_rules) as e
      union
      select c.customer_id
      from context.customer_context as c
      where c.tenant_id = v_tenant_id
        and c.membership_expires_at >= p_from::timestamp at time zone p_zone
        and c.membership_expires_at < (p_until + 1) at time zone p_zone
      union
      select i.customer_id
      from insight.customer_insights as i
      where i.tenant_id = v_tenant_id and i.status = 'active' and i.expires_at <= ops.now()
      union
      -- Whoever waits to be looked at again, should that be stuck.
      select s.customer_id from insight.stale_customers as s where s.tenant_id = v_tenant_id
      union
      select i.customer_id
      from insight.effective_rules as r
      join insight.customer_insights as i on i.tenant_id = v_tenant_id and i.status = 'dismissed' and i.rule = r.name
        and i.actioned_at >= (p_from - make_interval(days => r.cooldown_days)) at time zone p_zone
        and i.actioned_at < (p_until + 1 - make_interval(days => r.cooldown_days)) at time zone p_zone
    )
    select d.customer_id
    from due as d
    join identity.customers as c on c.tenant_id = v_tenant_id and c.id = d.customer_id and c.merged_into is null
    where p_after is null or d.customer_id > p_after
    order by d.customer_id
    limit p_limit
  );
end
$$;
comment on function insight.list_due_customers(date, date, text, uuid, integer) is
  'Customers of the current tenant for whom a rule could say something else on p_until than on p_from, by the passing of time alone; at most p_limit, after p_after, by id. Some for whom nothing changes are among them; left out are those whose own habit, not the least months, makes them a churn risk: a full pass finds them.';
