create or replace function crm.upsert_addresses(p_rows crm.address_row[])
returns crm.address_row[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_rows crm.address_row[] := p_rows;
begin
  if exists (select from unnest(v_rows) as r where r.address_id is not null and (r.may_update or r.housecall_pro_id is not null)) then
    if crm.update_addresses(v_rows) > 0 then
      -- One that took its id from one of these is no longer meant by another of them.
      v_rows := crm.match_addresses(v_rows);
    end if;
  end if;
  if not exists (select from unnest(v_rows) as r where r.address_id is null) then
    return v_rows;
  end if;
  -- Also those that come without an id are HousecallPro's own: nobody is to bring them there (crm.pushes).
  perform set_config('rapport.is_ingesting', 'on', true);
  insert into context.customer_addresses (
    tenant_id, customer_id, housecall_pro_address_id, type, street, street_line_2, city, state, zip, country, latitude, longitude
  )
  select distinct on (r.customer_id, r.match_key, r.housecall_pro_id)
    v_tenant_id, r.customer_id,
    -- The id may be at another customer's address.
    case when not exists (
      select from context.customer_addresses as o
      where o.tenant_id = v_tenant_id and o.housecall_pro_address_id = r.housecall_pro_id
    ) then r.housecall_pro_id end,
    r.type, r.street, r.street_line_2, r.city, r.state, r.zip, r.country, r.latitude, r.longitude
  from unnest(v_rows) as r
  where r.address_id is null
    -- The same place once with its id and once without is one.
    and not (r.housecall_pro_id is null and exists (
      select from unnest(v_rows) as o
      where o.customer_id = r.customer_id and o.match_key = r.match_key and o.housecall_pro_id is not null
    ))
  order by r.customer_id, r.match_key, r.housecall_pro_id, r.place
  on conflict do nothing;
  perform set_config('rapport.is_ingesting', '', true);
  return crm.match_addresses(v_rows);
end
$$;
comment on function crm.upsert_addresses(crm.address_row[]) is
  'Brings addresses of HousecallPro to the customers they name: known ones take over what may be taken over and their id, new ones are added. What we know beyond HousecallPro (property type, issues) stays. Returns the rows with their addresses.';
