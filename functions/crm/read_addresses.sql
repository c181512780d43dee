create or replace function crm.read_addresses(p_lists crm.address_list[])
returns crm.address_row[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return crm.match_addresses(array(
    select (
      l.place, l.customer_id, left(crm.read_text(a.item -> 'id'), 200),
      case when lower(a.item ->> 'type') = 'billing' then 'billing' else 'service' end,
      crm.read_text(a.item -> 'street'), crm.read_text(a.item -> 'street_line_2'), crm.read_text(a.item -> 'city'),
      crm.read_text(a.item -> 'state'), crm.read_text(a.item -> 'zip'), coalesce(crm.read_text(a.item -> 'country'), 'US'),
      -- Numbers or texts, and sometimes nonsense.
      case when a.item ->> 'latitude' ~ '^-?[0-9]{1,2}(\.[0-9]{1,20})?$' and abs((a.item ->> 'latitude')::numeric) <= 90
        then (a.item ->> 'latitude')::double precision end,
      case when a.item ->> 'longitude' ~ '^-?[0-9]{1,3}(\.[0-9]{1,20})?$' and abs((a.item ->> 'longitude')::numeric) <= 180
        then (a.item ->> 'longitude')::double precision end,
      crm.address_key(a.item ->> 'street', a.item ->> 'street_line_2', a.item ->> 'zip'), l.may_update, null
    )::crm.address_row
    from unnest(p_lists) as l
    cross join lateral jsonb_array_elements(l.addresses) as a (item)
    where jsonb_typeof(a.item) = 'object' and crm.read_text(a.item -> 'street') is not null
  ));
end
$$;
comment on function crm.read_addresses(crm.address_list[]) is
  'Addresses of HousecallPro as rows, with those of ours that they are; those without a street are left out, an id may be null.';
