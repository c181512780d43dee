create or replace function insight.find_unreviewed_jobs(p_zone text, p_today date, p_jobs insight.job_facts[])
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
  select r.* into v_rule from insight.effective_rules as r where r.name = 'review_request' and r.is_enabled;
  if not found then
    return;
  end if;

  return query
  select
    j.customer_id, v_rule.name, 'job:' || h.id, v_rule.priority, v_rule.confidence::numeric(3, 2), h.id::text,
    jsonb_build_object(
      'jobId', h.id, 'serviceType', context.flatten_text(h.service_type, 80), 'technicianName', context.flatten_text(h.technician_name, 60),
      'completedOn', (h.completed_at at time zone p_zone)::date
    )
  from unnest(p_jobs) as j
  -- Of several jobs the last one.
  cross join lateral (
    select l.*
    from context.customer_job_history as l
    where l.tenant_id = v_tenant_id and l.customer_id = j.customer_id and l.work_status = 'completed'
    order by l.completed_at desc nulls last, l.id
    limit 1
  ) as h
  where (j.last_at at time zone p_zone)::date
      between p_today - (v_rule.thresholds ->> 'untilDays')::numeric::integer and p_today - (v_rule.thresholds ->> 'afterDays')::numeric::integer
    and h.customer_rating is null
    and coalesce(h.outstanding_balance, 0) <= 0
    -- Who had something to complain about, or wants no messages, is not asked.
    and not exists (
      select from memory.conversations as c
      where c.tenant_id = v_tenant_id and c.customer_id = j.customer_id and greatest(c.needs_person_at, c.urgent_at) >= h.completed_at
    )
    and not exists (
      select from identity.customer_identities as i
      join outreach.suppressions as s on s.tenant_id = v_tenant_id and s.address = i.value
      where i.tenant_id = v_tenant_id and i.customer_id = j.customer_id
    );
end
$$;
comment on function insight.find_unreviewed_jobs(text, date, insight.job_facts[]) is
  'Jobs of the current tenant that were completed some days ago, are paid and not rated: the last one of each customer who neither needed a person since nor opted out.';
