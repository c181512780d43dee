create or replace function insight.find_ending_warranties(p_customer_ids uuid[], p_today date)
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
  select r.* into v_rule from insight.effective_rules as r where r.name = 'warranty_expiring' and r.is_enabled;
  if not found then
    return;
  end if;

  return query
  select
    e.customer_id, v_rule.name, 'equipment:' || e.id, v_rule.priority, (v_rule.confidence * e.confidence)::numeric(3, 2),
    e.warranty_end_date::text,
    jsonb_build_object(
      'equipmentType', e.kind, 'make', context.flatten_text(e.make, 40), 'warrantyEndsOn', e.warranty_end_date, 'equipmentId', e.id, 'addressId', e.address_id
    )
  from context.equipment as e
  where e.tenant_id = v_tenant_id
    and (p_customer_ids is null or e.customer_id = any (p_customer_ids))
    and e.warranty_end_date between p_today and p_today + (v_rule.thresholds ->> 'withinDays')::numeric::integer
    and coalesce(e.removed_on, e.sold_on, 'infinity') > p_today;
end
$$;
comment on function insight.find_ending_warranties(uuid[], date) is
  'What some customers of the current tenant (all: null) own whose warranty ends soon.';
