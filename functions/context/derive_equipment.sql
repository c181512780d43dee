create or replace function context.derive_equipment(p_customer_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_units context.derived_unit[] := context.fold_units(p_customer_ids);
begin
  perform set_config('rapport.is_deriving', 'on', true);

  -- A unit keeps the row that its findings point to; one without a row gets one.
  select coalesce(array_agg(
    row(u.customer_id, u.address_id, u.slot, u.kind, u.make, u.model, u.type, u.capacity, u.capacity_unit, u.installed_on, u.installed_on_precision,
      u.warranty_end_date, u.removed_on, u.confidence, coalesce(u.own_id, k.id) is not null, u.own_fields, coalesce(u.own_id, k.id, ops.new_id()), u.seen_on,
      u.put_in_by, u.job_ids, u.finding_ids)::context.derived_unit order by u.ordinality), '{}') into v_units
  from unnest(v_units) with ordinality as u
  left join (
    select distinct on (p.ordinality) p.ordinality, p.id
    from (
      select distinct on (e.id) e.id, u.ordinality
      from unnest(v_units) with ordinality as u
      cross join lateral unnest(u.finding_ids) as n (finding_id)
      join context.findings as f on f.tenant_id = v_tenant_id and f.id = n.finding_id
      join context.equipment as e on e.tenant_id = v_tenant_id and e.id = f.equipment_id and e.source = 'job' and e.kind = u.kind
      where u.own_id is null and f.action <> 'removed'
      order by e.id, u.ordinality
    ) as p
    order by p.ordinality, p.id
  ) as k on k.ordinality = u.ordinality;

  insert into context.equipment (
    tenant_id, id, customer_id, address_id, kind, make, model, type, installed_on, installed_on_precision, warranty_end_date, removed_on, attributes,
    source, confidence, derived_fields
  )
  select v_tenant_id, u.own_id, u.customer_id, u.address_id, u.kind, u.make, u.model, u.type, u.installed_on, u.installed_on_precision,
    u.warranty_end_date, u.removed_on, context.capacity_attributes(u.capacity, u.capacity_unit), 'job', u.confidence, context.derived_fields(u)
  from unnest(v_units) as u
  where not u.is_known;

  update context.equipment as e
  set address_id = coalesce(case when e.source = 'job' then u.address_id end, e.address_id), make = u.make, model = u.model, type = u.type,
    installed_on = u.installed_on, installed_on_precision = u.installed_on_precision, warranty_end_date = u.warranty_end_date,
    removed_on = case when e.sold_on is null then u.removed_on else e.removed_on end,
    attributes = n.attributes, confidence = n.confidence, derived_fields = n.fields
  from unnest(v_units) as u
  cross join lateral (select context.derived_fields(u) as fields) as d
  join context.equipment as o on o.tenant_id = v_tenant_id and o.id = u.own_id
  cross join lateral (
    select d.fields, case when o.source = 'job' then u.confidence else o.confidence end as confidence,
      case when 'attributes' = any (u.own_fields) then o.attributes
        else o.attributes - '{capacity,capacityUnit}'::text[] || context.capacity_attributes(u.capacity, u.capacity_unit) end as attributes
  ) as n
  where u.is_known and e.tenant_id = v_tenant_id and e.id = u.own_id
    and (e.make, e.model, e.type, e.installed_on, e.installed_on_precision, e.warranty_end_date, e.attributes, e.confidence, e.derived_fields)
      is distinct from (u.make, u.model, u.type, u.installed_on, u.installed_on_precision, u.warranty_end_date, n.attributes, n.confidence, n.fields)
    or u.is_known and e.tenant_id = v_tenant_id and e.id = u.own_id
      and (e.sold_on is null and e.removed_on is distinct from u.removed_on or e.source = 'job' and e.address_id is distinct from coalesce(u.address_id, e.address_id));

  update context.findings as f
  set equipment_id = u.own_id
  from (
    select f.id, min(u.own_id::text)::uuid as own_id
    from context.findings as f
    left join (select u.own_id, n.finding_id from unnest(v_units) as u cross join lateral unnest(u.finding_ids) as n (finding_id)) as u on u.finding_id = f.id
    where f.tenant_id = v_tenant_id and f.customer_id = any (p_customer_ids) and f.kind = 'equipment'
    group by f.id
  ) as u
  where f.tenant_id = v_tenant_id and f.id = u.id and f.equipment_id is distinct from u.own_id;

  delete from context.equipment as e
  where e.tenant_id = v_tenant_id and e.customer_id = any (p_customer_ids) and e.source = 'job'
    and not exists (select from unnest(v_units) as u where u.own_id = e.id);
  perform set_config('rapport.is_deriving', '', true);
end
$$;
comment on function context.derive_equipment(uuid[]) is
  'Makes the customers'' equipment what the findings of all their jobs tell: rows of source job come, change and go with them; of other rows only what their source left open is filled (derived_fields), and removed_on when a visit put in another. Done again it changes nothing. Lock order: customers by id (the caller), then their rows.';
