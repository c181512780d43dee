create or replace function insight.find_unpaid_balances(p_zone text, p_today date, p_jobs insight.job_facts[])
returns setof insight.finding
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_rule insight.effective_rules;
begin
  select r.* into v_rule from insight.effective_rules as r where r.name = 'unpaid_balance' and r.is_enabled;
  if not found then
    return;
  end if;

  return query
  select
    j.customer_id, v_rule.name, 'customer',
    case when j.unpaid > (v_rule.thresholds ->> 'highOver')::numeric or p_today - d.since >= (v_rule.thresholds ->> 'highAfterDays')::numeric
      then (case v_rule.priority when 'urgent' then 'urgent' else 'high' end) else v_rule.priority end,
    v_rule.confidence::numeric(3, 2),
    -- A new debt, or the same one a quarter of a year later; a part of it that was paid is neither.
    concat(d.newest, '/', (p_today - d.newest) / 90),
    jsonb_build_object('balance', j.unpaid, 'jobs', j.unpaid_jobs, 'since', d.since)
  from unnest(p_jobs) as j
  cross join lateral (
    select (j.unpaid_since at time zone p_zone)::date as since, (j.unpaid_newest at time zone p_zone)::date as newest
  ) as d
  where j.unpaid_jobs > 0;
end
$$;
comment on function insight.find_unpaid_balances(text, date, insight.job_facts[]) is
  'Customers of the current tenant with completed jobs that are unpaid for some days.';
