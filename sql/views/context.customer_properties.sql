create or replace view context.customer_properties
with (security_invoker = true) as
select
  a.tenant_id,
  a.id,
  a.customer_id,
  a.housecall_pro_address_id,
  a.street,
  a.street_line_2,
  a.city,
  a.state,
  a.zip,
  a.property_type,
  a.year_built,
  h.type as water_heater_type,
  extract(year from age(ops.now(), h.installed_on::timestamptz))::integer as water_heater_age,
  h.make as water_heater_brand,
  h.installed_on as water_heater_install_date,
  extract(year from age(ops.now(), a.plumbing_installed_on::timestamptz))::integer as plumbing_age,
  a.known_issues,
  a.job_count,
  a.last_service_date,
  a.last_service_type,
  a.last_inspection_date
from context.customer_addresses as a
left join lateral (
  select e.type, e.make, e.installed_on
  from context.equipment as e
  where e.tenant_id = a.tenant_id
    and e.address_id = a.id
    and e.kind = 'water_heater'
    and coalesce(e.removed_on, e.sold_on, 'infinity') > ops.now()::date
  order by e.installed_on desc nulls last, e.id
  limit 1
) as h on true;

comment on view context.customer_properties is
  'Addresses with the water heater that stands there now and the ages of heater and plumbing in years: the requirements'' customer_addresses, whose equipment columns are derived from context.equipment here.';
