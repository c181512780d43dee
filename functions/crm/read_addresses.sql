create or replace function crm.read_addresses(p_place integer, p_customer_id uuid, p_addresses jsonb, p_may_update boolean)
returns setof crm.address_row
language plpgsql
immutable
set search_path = ''
as $$
begin
  return query
  select
    p_place, p_customer_id, left(crm.read_text(a.item -> 'id'), 200),
    case when lower(a.item ->> 'type') = 'billing' then 'billing' else 'service' end,
    crm.read_text(a.item -> 'street'), crm.read_text(a.item -> 'street_line_2'), crm.read_text(a.item -> 'city'),
    crm.read_text(a.item -> 'state'), crm.read_text(a.item -> 'zip'), coalesce(crm.read_text(a.item -> 'country'), 'US'),
    g.latitude, g.longitude, crm.address_key(a.item ->> 'street', a.item ->> 'street_line_2', a.item ->> 'zip'), p_may_update
  from jsonb_array_elements(p_addresses) as a (item)
  cross join lateral (
    -- Numbers or texts, and sometimes nonsense.
    select
      case when a.item ->> 'latitude' ~ '^-?[0-9]{1,2}(\.[0-9]{1,20})?$' and (a.item ->> 'latitude')::numeric between -90 and 90
        then (a.item ->> 'latitude')::double precision end as latitude,
      case when a.item ->> 'longitude' ~ '^-?[0-9]{1,3}(\.[0-9]{1,20})?$' and (a.item ->> 'longitude')::numeric between -180 and 180
        then (a.item ->> 'longitude')::double precision end as longitude
  ) as g
  where jsonb_typeof(a.item) = 'object' and crm.read_text(a.item -> 'street') is not null;
end
$$;
comment on function crm.read_addresses(integer, uuid, jsonb, boolean) is
  'Addresses of HousecallPro as rows for a customer; those without a street are left out, an id may be null. p_may_update: whether what is there already takes over what they say.';
