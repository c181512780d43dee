create or replace function context.list_equipment(p_customer_id uuid, p_today date)
returns table (
  id uuid, kind text, type text, make text, model text, "serialNumber" text, "addressId" uuid, "installedOn" date,
  "installedOnPrecision" text, "ageYears" integer, "isReplacementDue" boolean, "warrantyEndDate" date,
  "isUnderWarranty" boolean, "machineHours" numeric, source text, confidence numeric
)
language sql
stable
parallel safe
begin atomic
  select
    e.id, e.kind, e.type, e.make, e.model, e.serial_number, e.address_id, e.installed_on, e.installed_on_precision, a.years,
    -- Of the type itself, else of the kind, whose type is empty and comes last.
    coalesce(a.years > (
      select l.replace_after_years from context.equipment_lifespans as l
      where l.kind = e.kind and l.type in ('', lower(e.type)) order by l.type desc limit 1
    ), false),
    e.warranty_end_date, e.warranty_end_date >= p_today, e.machine_hours, e.source, e.confidence
  from context.equipment as e
  cross join lateral (select context.age_in_years(e.installed_on, e.installed_on_precision, p_today) as years) as a
  where e.tenant_id = tenancy.current_tenant()
    and e.customer_id = p_customer_id
    and coalesce(e.removed_on, e.sold_on, 'infinity') > p_today
  order by e.installed_on desc nulls last, e.id;
end;
comment on function context.list_equipment(uuid, date) is
  'What the customer owns today, newest first; a kind and type without a planned life is never due for replacement. Source job was read out of a job''s texts (context.findings); confidence is 0 to 1.';
