create or replace function crm.match_addresses(p_rows crm.address_row[])
returns table (ordinal bigint, address_id uuid)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select r.ordinal, coalesce(
    (
      select a.id from context.customer_addresses as a
      where a.tenant_id = tenancy.current_tenant() and a.housecall_pro_address_id = r.housecall_pro_id and a.customer_id = r.customer_id
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
  from unnest(p_rows) with ordinality as r (
    place, customer_id, housecall_pro_id, type, street, street_line_2, city, state, zip, country, latitude, longitude, match_key,
    may_update, ordinal
  );
end
$$;
comment on function crm.match_addresses(crm.address_row[]) is
  'Which of the customers'' addresses these are, by their place in the array: the one with the id, else, where one of both has no id, the one with the same street and zip; null for a new one.';
