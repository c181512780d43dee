create or replace function insight.find_upsells(p_today date, p_jobs insight.job_facts[])
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
  v_name constant text := context.name_membership(v_tenant_id, 'family_discount');
  v_plan constant jsonb := (select t.settings -> 'membershipPlan' from tenancy.tenants as t where t.id = v_tenant_id);
begin
  select r.* into v_rule from insight.effective_rules as r where r.name = 'upsell_membership' and r.is_enabled;
  if not found then
    return;
  end if;

  return query
  select
    j.customer_id, v_rule.name, 'customer', v_rule.priority, v_rule.confidence::numeric(3, 2),
    -- As many visits again, and it is a new question.
    (j.jobs / greatest((v_rule.thresholds ->> 'jobsOver')::numeric::integer + 1, 1))::text,
    jsonb_build_object(
      'membership', v_name, 'jobs', j.recent_jobs, 'value', j.recent_value, 'savingPerYear', s.saving
    )
  from unnest(p_jobs) as j
  join context.customer_context as p on p.tenant_id = v_tenant_id and p.customer_id = j.customer_id
  cross join lateral (
    select round(
      coalesce(j.year_value, 0) * (v_plan ->> 'discountPercent')::numeric / 100 - (v_plan ->> 'pricePerYear')::numeric, 2
    ) as saving
  ) as s
  where j.recent_jobs > (v_rule.thresholds ->> 'jobsOver')::numeric
    and (p.membership_status = 'none' or p.membership_expires_at <= ops.now())
    and coalesce(s.saving > (v_rule.thresholds ->> 'savingOver')::numeric, true)
    and (
      greatest(p.lifetime_value, j.recent_value) > (v_rule.thresholds ->> 'lifetimeValueOver')::numeric
      or (
        select sum(h.total_amount)
        from context.customer_job_history as h
        where h.tenant_id = v_tenant_id and h.customer_id = j.customer_id and h.work_status = 'completed'
      ) > (v_rule.thresholds ->> 'lifetimeValueOver')::numeric
    );
end
$$;
comment on function insight.find_upsells(date, insight.job_facts[]) is
  'Customers of the current tenant who come often, have spent enough and are no members, with what they would have saved in the last year; left out when the tenant''s membershipPlan would cost them more. Source: customer-context-layer 7.3.';
