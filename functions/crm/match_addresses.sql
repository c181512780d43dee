create or replace function crm.match_addresses(p_rows crm.address_row[])
returns crm.address_row[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array(
    select (
      r.place, r.customer_id, r.housecall_pro_id, r.type, r.street, r.street_line_2, r.city, r.state, r.zip, r.country, r.latitude,
      r.longitude, r.match_key, r.may_update,
      coalesce(
        (
          select a.id from context.customer_addresses as a
          where a.tenant_id = tenancy.current_tenant() and a.housecall_pro_address_id = r.housecall_pro_id
            and a.customer_id = r.customer_id
        ),
        (
          select a.id from context.customer_addresses as a
          where a.tenant_id = tenancy.current_tenant() and a.customer_id = r.customer_id
            and (a.housecall_pro_address_id is null or r.housecall_pro_id is null)
            and crm.address_key(a.street, a.street_line_2, a.zip) = r.match_key
          order by a.housecall_pro_address_id nulls last, a.created_at, a.id
          limit 1
        )
      )
    )::crm.address_row
    from unnest(p_rows) as r
  );
end
$$;
comment on function crm.match_addresses(crm.address_row[]) is
  'The same rows, each with the address of its customer that it is: the one with the id, else, where one of both has no id, the one with the same street and zip; null for a new one.';
