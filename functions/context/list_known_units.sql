create or replace function context.list_known_units(p_customer_ids uuid[])
returns setof context.derived_unit
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select e.customer_id, e.address_id, context.equipment_slot(e.kind, e.type), e.kind, o.make, o.model, o.type, (o.capacity ->> 'capacity')::numeric,
    o.capacity ->> 'capacityUnit', o.installed_on, case when o.installed_on is not null then e.installed_on_precision end, o.warranty_end_date,
    o.removed_on, e.confidence::numeric, true, o.fields, e.id, null::date, null::uuid, '{}'::uuid[], '{}'::uuid[]
  from context.equipment as e
  cross join lateral (
    -- What was derived is told anew by the findings.
    select case when not 'make' = any (e.derived_fields) then e.make end as make,
      case when not 'model' = any (e.derived_fields) then e.model end as model,
      case when not 'type' = any (e.derived_fields) then e.type end as type,
      case when not 'attributes' = any (e.derived_fields) and e.attributes ? 'capacity' then e.attributes end as capacity,
      case when not 'installed_on' = any (e.derived_fields) then e.installed_on end as installed_on,
      case when not 'warranty_end_date' = any (e.derived_fields) then e.warranty_end_date end as warranty_end_date,
      case when not 'removed_on' = any (e.derived_fields) then coalesce(e.removed_on, e.sold_on) else e.sold_on end as removed_on
  ) as v
  cross join lateral (
    select v.*, array_remove(array[
      case when v.make is not null then 'make' end, case when v.model is not null then 'model' end, case when v.type is not null then 'type' end,
      case when v.capacity is not null then 'attributes' end, case when v.installed_on is not null then 'installed_on' end,
      case when v.warranty_end_date is not null then 'warranty_end_date' end, case when v.removed_on is not null then 'removed_on' end
    ], null) as fields
  ) as o
  where e.tenant_id = tenancy.current_tenant() and e.customer_id = any (p_customer_ids) and e.source <> 'job' and e.kind <> 'vehicle';
end
$$;
comment on function context.list_known_units(uuid[]) is
  'The customers'' equipment that somebody else than the findings told of, as they told it: without what was filled from findings.';
