create or replace function context.list_equipment(p_tenant_id uuid, p_customer_id uuid, p_today date)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array_to_json(array(
    select json_build_object(
      'id', e.id, 'kind', e.kind, 'type', e.type, 'make', e.make, 'model', e.model, 'serialNumber', e.serial_number,
      'addressId', e.address_id, 'installedOn', e.installed_on, 'installedOnPrecision', e.installed_on_precision,
      'ageYears', a.years, 'isReplacementDue', coalesce(a.years > (
        select l.replace_after_years
        from context.equipment_lifespans as l
        where l.kind = e.kind and l.type in (lower(e.type), '')
        order by l.type desc
        limit 1
      ), false),
      'warrantyEndDate', e.warranty_end_date, 'isUnderWarranty', e.warranty_end_date >= p_today,
      'machineHours', e.machine_hours, 'source', e.source, 'confidence', e.confidence
    )
    from context.equipment as e
    cross join lateral (select context.age_in_years(e.installed_on, e.installed_on_precision, p_today) as years) as a
    where e.tenant_id = p_tenant_id
      and e.customer_id = p_customer_id
      and coalesce(e.removed_on, e.sold_on, 'infinity') > p_today
    order by e.installed_on desc nulls last, e.id
  ));
end
$$;
comment on function context.list_equipment(uuid, uuid, date) is
  'What the customer owns today, newest first: {id, kind, type, make, model, serialNumber, addressId, installedOn, installedOnPrecision, ageYears, isReplacementDue, warrantyEndDate, isUnderWarranty, machineHours, source: staff|crm|job|message|import|demo, confidence from 0 to 1}. Source job was read out of a job''s texts (context.findings).';
