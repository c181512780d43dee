create or replace function insight.find_due_maintenance(p_customer_ids uuid[], p_today date, p_services insight.service_facts[])
returns setof insight.finding
language plpgsql
stable
security invoker
set search_path = ''
set plan_cache_mode = force_custom_plan
set work_mem = '128MB'
set enable_nestloop = off
set enable_mergejoin = off
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  -- No planner knows how many rows arrays and their joins have; its guess of one makes nested loops, which are the worst here.
  return query
  with rules as materialized (
    select r.name, r.label, r.priority, r.confidence, r.equipment_kinds, r.is_per_unit, (r.thresholds ->> 'everyMonths')::numeric::integer as months
    from insight.effective_rules as r
    where r.is_enabled and r.thresholds ? 'everyMonths'
  ), done as materialized (
    select s.customer_id, s.address_id, s.rule, s.last_on, s.is_booked
    from unnest(p_services) as s
    join rules as r on r.name = s.rule
  ), units as materialized (
    select
      e.customer_id, e.address_id, r.name as rule, case when r.is_per_unit then e.id end as unit_id, min(e.installed_on) as installed_on
    from context.equipment as e
    join rules as r on e.kind = any (r.equipment_kinds)
    where e.tenant_id = v_tenant_id
      and (p_customer_ids is null or e.customer_id = any (p_customer_ids))
      and coalesce(e.removed_on, e.sold_on, 'infinity') > p_today
    group by e.customer_id, e.address_id, r.name, case when r.is_per_unit then e.id end
  ), places as (
    select u.customer_id, u.address_id, u.rule, u.unit_id, u.installed_on from units as u
    union all
    -- Where it was done before and nothing is known of what stands there.
    select d.customer_id, d.address_id, d.rule, null, null
    from done as d
    where d.address_id is not null
      and not exists (select from units as u where u.customer_id = d.customer_id and u.rule = d.rule and u.address_id = d.address_id)
      and not exists (select from units as u where u.customer_id = d.customer_id and u.rule = d.rule and u.address_id is null)
    union all
    select d.customer_id, null, d.rule, null, null
    from done as d
    where d.address_id is null
      and not exists (select from units as u where u.customer_id = d.customer_id and u.rule = d.rule)
      and not exists (select from done as o where o.customer_id = d.customer_id and o.rule = d.rule and o.address_id is not null)
  ), checks as (
    -- A visit without an address may have been at any, and what stands nobody knows where may have been visited anywhere.
    select
      p.customer_id, p.address_id, p.rule, p.unit_id, p.installed_on, greatest(h.last_on, n.last_on, w.last_on) as last_on,
      h.is_booked or n.is_booked or w.is_booked as is_booked
    from places as p
    left join done as h on h.customer_id = p.customer_id and h.rule = p.rule and h.address_id = p.address_id
    left join done as n on n.customer_id = p.customer_id and n.rule = p.rule and n.address_id is null
    left join (
      select d.customer_id, d.rule, max(d.last_on) as last_on, bool_or(d.is_booked) as is_booked
      from done as d
      where d.customer_id in (select u.customer_id from units as u where u.address_id is null)
      group by d.customer_id, d.rule
    ) as w on w.customer_id = p.customer_id and w.rule = p.rule and p.address_id is null
  )
  select
    c.customer_id, c.rule,
    case when c.unit_id is not null then 'equipment:' || c.unit_id
      when c.address_id is not null then concat('address:', c.address_id, '/', c.rule) else 'customer/' || c.rule end,
    r.priority, (r.confidence * case when c.last_on is null then 0.75 else 1 end)::numeric(3, 2),
    -- Overdue by another whole interval, it is said again. The first may be due before it is full: no February has a 30th.
    concat(b.since, '/', greatest(1, insight.full_months(b.since, p_today) / r.months)),
    jsonb_build_object(
      'service', r.label, 'lastOn', c.last_on, 'installedOn', case when c.last_on is null then c.installed_on end, 'everyMonths', r.months,
      'equipmentId', c.unit_id, 'addressId', c.address_id
    )
  from checks as c
  join rules as r on r.name = c.rule
  cross join lateral (select greatest(c.last_on, c.installed_on) as since) as b
  where b.since + make_interval(months => r.months) <= p_today
    and c.is_booked is not true;
end
$$;
comment on function insight.find_due_maintenance(uuid[], date, insight.service_facts[]) is
  'Maintenance of some customers of the current tenant (all: null) that was last done, or what needs it installed, a whole interval ago and that is not booked: one for each unit, or each address. Source: customer-context-layer 7.2.';
