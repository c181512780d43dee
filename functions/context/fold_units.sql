create or replace function context.fold_units(p_customer_ids uuid[])
returns context.derived_unit[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_step record;
  v_group text;
  v_address_id uuid;
  v_units context.derived_unit[] := '{}';
  v_all context.derived_unit[] := '{}';
begin
  -- A loop, because what a finding means depends on the units that those before it left.
  for v_step in
    with only_addresses as (
      select a.customer_id, min(a.id::text)::uuid as id from context.customer_addresses as a
      where a.tenant_id = v_tenant_id and a.customer_id = any (p_customer_ids)
      group by a.customer_id having count(*) = 1
    ), steps as (
      select k.customer_id, k.address_id, k.slot, null::date as found_on, null::timestamptz as at, k.own_id as id, 0::smallint as position,
        k as unit, null::context.findings as finding
      from context.list_known_units(p_customer_ids) as k
      union all
      select f.customer_id, f.address_id, context.equipment_slot(f.code, f.type), f.found_on, j.completed_at, f.job_id, f.position, null::context.derived_unit, f
      from context.findings as f
      join context.customer_job_history as j on j.tenant_id = f.tenant_id and j.id = f.job_id
      where f.tenant_id = v_tenant_id and f.customer_id = any (p_customer_ids) and f.kind = 'equipment'
    )
    select s.*, coalesce(s.address_id, o.id) as stands_at, concat_ws(' ', s.customer_id, coalesce(s.address_id, o.id), s.slot) as place
    from steps as s
    left join only_addresses as o on o.customer_id = s.customer_id
    order by place, s.found_on nulls first, s.at, s.id, s.position
  loop
    if v_step.place is distinct from v_group then
      v_all := v_all || context.close_slot(v_units, v_address_id);
      v_units := '{}';
      v_group := v_step.place;
    end if;
    v_address_id := v_step.stands_at;
    if v_step.found_on is null then
      v_units := v_units || v_step.unit;
    else
      v_units := context.add_finding(v_units, v_step.finding, v_step.slot);
    end if;
  end loop;
  return v_all || context.close_slot(v_units, v_address_id);
end
$$;
comment on function context.fold_units(uuid[]) is
  'The customers'' units as all findings together tell of them, visit after visit, whatever the order they were stored in. A finding without an address is about the customer''s only one.';
