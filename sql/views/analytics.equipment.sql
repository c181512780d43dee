-- owner: rapport_analytics
create or replace view analytics.equipment
with (security_barrier = true) as
select
  e.id as equipment_id,
  e.customer_id,
  e.kind,
  e.make,
  e.model,
  e.type,
  e.serial_number,
  e.installed_on,
  e.installed_on_precision,
  extract(year from age(ops.now(), e.installed_on::timestamptz))::integer as age_years,
  e.warranty_end_date,
  e.machine_hours,
  e.sold_on,
  e.removed_on,
  a.city,
  a.state,
  a.zip
from context.equipment as e
left join context.customer_addresses as a on a.tenant_id = e.tenant_id and a.id = e.address_id
-- A fence: no condition of the reader's is estimated from, or tried on, rows behind the wall.
offset 0;

comment on view analytics.equipment is
  'One row a piece of equipment or vehicle: kind, make, model, age in whole years today (null where the installation date is unknown), warranty, and where it stands. removed_on and sold_on end it.';
