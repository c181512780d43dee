create or replace function insight.find_spring_checks(p_customer_ids uuid[], p_today date, p_services insight.service_facts[])
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
  v_month constant integer := extract(month from p_today);
  v_from integer;
  v_until integer;
  v_long_ago date;
begin
  select r.* into v_rule from insight.effective_rules as r where r.name = 'sump_pump_check' and r.is_enabled;
  v_from := (v_rule.thresholds ->> 'fromMonth')::numeric;
  v_until := (v_rule.thresholds ->> 'untilMonth')::numeric;
  -- Months that go over the turn of the year are those that are not in between.
  if not found or (v_from <= v_until and v_month not between v_from and v_until)
    or (v_from > v_until and v_month > v_until and v_month < v_from)
  then
    return;
  end if;
  v_long_ago := p_today - make_interval(months => (v_rule.thresholds ->> 'notWithinMonths')::numeric::integer);

  return query
  select
    e.customer_id, v_rule.name, 'equipment:' || e.id, v_rule.priority, (v_rule.confidence * e.confidence)::numeric(3, 2),
    -- The season: once a year.
    extract(year from p_today - make_interval(months => case when v_from > v_until and v_month <= v_until then 12 else 0 end))::text,
    jsonb_build_object('service', v_rule.label, 'lastOn', max(s.last_on), 'equipmentId', e.id, 'addressId', e.address_id)
  from context.equipment as e
  left join unnest(p_services) as s on s.customer_id = e.customer_id and s.rule = v_rule.name
    and (s.address_id = e.address_id or s.address_id is null or e.address_id is null)
  where e.tenant_id = v_tenant_id
    and (p_customer_ids is null or e.customer_id = any (p_customer_ids))
    and e.kind = any (v_rule.equipment_kinds)
    and coalesce(e.removed_on, e.sold_on, 'infinity') > p_today
  group by e.tenant_id, e.id
  having coalesce(greatest(max(s.last_on), e.installed_on), '-infinity') <= v_long_ago and bool_or(s.is_booked) is not true;
end
$$;
comment on function insight.find_spring_checks(uuid[], date, insight.service_facts[]) is
  'Sump pumps of some customers of the current tenant (all: null) that were neither checked nor installed lately, in the months before spring; nothing in the others. Source: customer-context-layer 7.2.';
