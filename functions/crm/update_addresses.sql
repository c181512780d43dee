create or replace function crm.update_addresses(p_rows crm.address_row[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_changed integer;
begin
  update context.customer_addresses as a
  set housecall_pro_address_id = n.housecall_pro_id, type = n.type, street = n.street, street_line_2 = n.street_line_2, city = n.city,
    state = n.state, zip = n.zip, country = n.country, latitude = n.latitude, longitude = n.longitude
  from (
    select distinct on (r.address_id)
      r.address_id, coalesce(o.housecall_pro_address_id, case when not exists (
        select from context.customer_addresses as x
        where x.tenant_id = v_tenant_id and x.housecall_pro_address_id = r.housecall_pro_id
      ) then r.housecall_pro_id end) as housecall_pro_id,
      case when r.may_update then r.type else o.type end as type,
      case when r.may_update then r.street else o.street end as street,
      case when r.may_update then r.street_line_2 else o.street_line_2 end as street_line_2,
      case when r.may_update then r.city else o.city end as city,
      case when r.may_update then r.state else o.state end as state,
      case when r.may_update then r.zip else o.zip end as zip,
      case when r.may_update then r.country else o.country end as country,
      case when r.may_update then coalesce(r.latitude, o.latitude) else o.latitude end as latitude,
      case when r.may_update then coalesce(r.longitude, o.longitude) else o.longitude end as longitude
    from unnest(p_rows) as r
    join context.customer_addresses as o on o.tenant_id = v_tenant_id and o.id = r.address_id
    where r.may_update or o.housecall_pro_address_id is null
    -- The entry with the address's id says more than one without.
    order by r.address_id, r.housecall_pro_id nulls last, r.place
  ) as n
  where a.tenant_id = v_tenant_id and a.id = n.address_id
    and (a.housecall_pro_address_id, a.type, a.street, a.street_line_2, a.city, a.state, a.zip, a.country, a.latitude, a.longitude)
      is distinct from
      (n.housecall_pro_id, n.type, n.street, n.street_line_2, n.city, n.state, n.zip, n.country, n.latitude, n.longitude);
  get diagnostics v_changed = row_count;
  return v_changed;
end
$$;
comment on function crm.update_addresses(crm.address_row[]) is
  'Known addresses take over what HousecallPro says of them where it may say it, and their id. Returns how many changed.';
