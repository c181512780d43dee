create or replace function context.list_equipment(p_tenant_id uuid, p_customer_id uuid, p_today date)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select coalesce(json_agg(json_build_object(
      'id', e.id, 'kind', e.kind, 'type', e.type, 'make', e.make, 'model', e.model, 'serialNumber', e.serial_number,
      'addressId', e.address_id, 'installedOn', e.installed_on, 'installedOnPrecision', e.installed_on_precision,
      'ageYears', e.years, 'isReplacementDue', coalesce(e.years > e.replace_after_years, false),
      'warrantyEndDate', e.warranty_end_date, 'isUnderWarranty', e.warranty_end_date >= p_today,
      'machineHours', e.machine_hours
    )), '[]')
    from (
      select
        q.*, context.age_in_years(q.installed_on, q.installed_on_precision, p_today) as years,
        (
          select l.replace_after_years
          from context.equipment_lifespans as l
          where l.kind = q.kind and l.type in (lower(q.type), '')
          order by l.type desc
          limit 1
        ) as replace_after_years
      from context.equipment as q
      where q.tenant_id = p_tenant_id
        and q.customer_id = p_customer_id
        and coalesce(q.removed_on, q.sold_on, 'infinity') > p_today
      order by q.installed_on desc nulls last, q.id
    ) as e
  );
end
$$;
comment on function context.list_equipment(uuid, uuid, date) is
  'What the customer owns today, newest first: {id, kind, type, make, model, serialNumber, addressId, installedOn, installedOnPrecision, ageYears, isReplacementDue, warrantyEndDate, isUnderWarranty, machineHours}.';
