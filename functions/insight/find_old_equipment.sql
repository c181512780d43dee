create or replace function insight.find_old_equipment(p_customer_ids uuid[], p_today date)
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
  select r.* into v_rule from insight.effective_rules as r where r.name = 'equipment_replacement' and r.is_enabled;
  if not found then
    return;
  end if;

  return query
  with lifespans as materialized (
    select
      l.kind, l.type, l.lasts_from_years, l.lasts_to_years,
      (v_rule.thresholds ->> concat_ws('.', l.kind, nullif(l.type, '')))::numeric as years
    from context.equipment_lifespans as l
  )
  select
    e.customer_id, v_rule.name, 'equipment:' || e.id, v_rule.priority,
    (v_rule.confidence * e.confidence * case e.installed_on_precision when 'estimate' then 0.8 else 1 end)::numeric(3, 2),
    a.years::text,
    jsonb_build_object(
      'equipmentType', e.kind, 'type', context.flatten_text(e.type, 40), 'age', a.years, 'isAgeEstimated', e.installed_on_precision = 'estimate',
      'averageLifespan', (coalesce(own.lasts_from_years, usual.lasts_from_years) + coalesce(own.lasts_to_years, usual.lasts_to_years)) / 2,
      'lifespan', concat(coalesce(own.lasts_from_years, usual.lasts_from_years), '-', coalesce(own.lasts_to_years, usual.lasts_to_years)),
      'equipmentId', e.id, 'addressId', e.address_id
    )
  from context.equipment as e
  left join lifespans as usual on usual.kind = e.kind and usual.type = ''
  left join lifespans as own on own.kind = e.kind and own.type = lower(e.type) and own.type <> ''
  cross join lateral (select context.age_in_years(e.installed_on, e.installed_on_precision, p_today) as years) as a
  where e.tenant_id = v_tenant_id
    and (p_customer_ids is null or e.customer_id = any (p_customer_ids))
    -- Most are too young for any kind.
    and e.installed_on < p_today - make_interval(years => (select min(l.years)::integer from lifespans as l))
    and coalesce(e.removed_on, e.sold_on, 'infinity') > p_today
    and a.years > coalesce(own.years, usual.years);
end
$$;
comment on function insight.find_old_equipment(uuid[], date) is
  'What some customers of the current tenant (all: null) own that is older than a unit of its kind and type should get. Source: customer-context-layer 7.1.';
