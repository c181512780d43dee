create or replace function crm.upsert_addresses(p_rows crm.address_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  if coalesce(cardinality(p_rows), 0) = 0 then
    return;
  end if;
  update context.customer_addresses as a
  set housecall_pro_address_id = coalesce(a.housecall_pro_address_id, r.housecall_pro_id),
    type = case when r.may_update then r.type else a.type end,
    street = case when r.may_update then r.street else a.street end,
    street_line_2 = case when r.may_update then r.street_line_2 else a.street_line_2 end,
    city = case when r.may_update then r.city else a.city end,
    state = case when r.may_update then r.state else a.state end,
    zip = case when r.may_update then r.zip else a.zip end,
    country = case when r.may_update then r.country else a.country end,
    latitude = case when r.may_update then coalesce(r.latitude, a.latitude) else a.latitude end,
    longitude = case when r.may_update then coalesce(r.longitude, a.longitude) else a.longitude end
  from (
    select distinct on (m.address_id) m.address_id, p.*
    from crm.match_addresses(p_rows) as m
    join unnest(p_rows) with ordinality as p (
      place, customer_id, housecall_pro_id, type, street, street_line_2, city, state, zip, country, latitude, longitude, match_key,
      may_update, ordinal
    ) on p.ordinal = m.ordinal
    where m.address_id is not null
    -- An address that has its id in this list belongs to that entry before one without.
    order by m.address_id, p.housecall_pro_id nulls last, p.ordinal
  ) as r
  where a.tenant_id = v_tenant_id and a.id = r.address_id
    -- The id may be another customer's by now.
    and (a.housecall_pro_address_id is not null or r.housecall_pro_id is null or not exists (
      select from context.customer_addresses as o
      where o.tenant_id = v_tenant_id and o.housecall_pro_address_id = r.housecall_pro_id
    ))
    and (
      a.housecall_pro_address_id is null and r.housecall_pro_id is not null
      or r.may_update and (a.type, a.street, a.street_line_2, a.city, a.state, a.zip, a.country, a.latitude, a.longitude)
        is distinct from (r.type, r.street, r.street_line_2, r.city, r.state, r.zip, r.country, coalesce(r.latitude, a.latitude),
          coalesce(r.longitude, a.longitude))
    );

  -- Also those that come without an id are HousecallPro's own: nobody is to bring them there (crm.pushes).
  perform set_config('rapport.is_ingesting', 'on', true);
  insert into context.customer_addresses (
    tenant_id, customer_id, housecall_pro_address_id, type, street, street_line_2, city, state, zip, country, latitude, longitude
  )
  select distinct on (r.customer_id, r.match_key, r.housecall_pro_id)
    v_tenant_id, r.customer_id, case when not exists (
      select from context.customer_addresses as o
      where o.tenant_id = v_tenant_id and o.housecall_pro_address_id = r.housecall_pro_id
    ) then r.housecall_pro_id end,
    r.type, r.street, r.street_line_2, r.city, r.state, r.zip, r.country, r.latitude, r.longitude
  from crm.match_addresses(p_rows) as m
  join unnest(p_rows) with ordinality as r (
    place, customer_id, housecall_pro_id, type, street, street_line_2, city, state, zip, country, latitude, longitude, match_key,
    may_update, ordinal
  ) on r.ordinal = m.ordinal
  where m.address_id is null
    -- The same place once with its id and once without is one.
    and not (r.housecall_pro_id is null and exists (
      select from unnest(p_rows) as o
      where o.customer_id = r.customer_id and o.match_key = r.match_key and o.housecall_pro_id is not null
    ))
  order by r.customer_id, r.match_key, r.housecall_pro_id, r.ordinal
  on conflict do nothing;
  perform set_config('rapport.is_ingesting', '', true);
end
$$;
comment on function crm.upsert_addresses(crm.address_row[]) is
  'Brings addresses of HousecallPro to the customers they name: known ones take over what may be taken over and their id, new ones are added. What we know beyond HousecallPro (property type, issues) stays.';
