create or replace function context.prompt_property_lines(p_context jsonb)
returns table (section integer, place integer, parent integer, rank integer, line text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with properties as (
    select x.property, x.place::integer as n, 24 + 20 * (x.place - 1)::integer as rank
    from jsonb_array_elements(p_context -> 'properties') with ordinality as x (property, place)
    where x.place <= 10
  ), heaters as (
    -- The heater that a property shows is the first of its kind there; the list has the newest first.
    select distinct on (x.item ->> 'addressId') x.item ->> 'addressId' as address_id, x.item, x.place
    from jsonb_array_elements(p_context -> 'equipment') with ordinality as x (item, place)
    where x.item ->> 'kind' = 'water_heater'
    order by x.item ->> 'addressId', x.place
  )
  select 5, p.n * 10, null::integer, p.rank,
    concat(p.n, '. ', coalesce(context.flatten_text(p.property ->> 'address', 160), 'Address not known'))
  from properties as p
  union all
  select 5, p.n * 10 + 1, p.n * 10, p.rank + 1, '   - ' || context.describe_equipment(h.item)
  from properties as p
  join heaters as h on h.address_id = p.property ->> 'id'
  union all
  select 5, p.n * 10 + 2, p.n * 10, p.rank + 4, '   - Known issues: ' || i.issues
  from properties as p
  cross join lateral (
    select string_agg(context.flatten_text(k.issue, 120), '; ' order by k.place) as issues
    from jsonb_array_elements_text(p.property -> 'knownIssues') with ordinality as k (issue, place)
    where k.place <= 6
  ) as i
  where i.issues is not null
  union all
  select 5, p.n * 10 + 3, p.n * 10, p.rank + 16, concat('   - Last service: ',
    coalesce(context.flatten_text(p.property ->> 'lastServiceType', 80), 'Service'), ', ',
    to_char((p.property ->> 'lastServiceDate')::date, 'Mon YYYY'))
  from properties as p
  where p.property ->> 'lastServiceDate' is not null
  union all
  select 6, e.place::integer, null, (38 + 4 * e.place)::integer,
    concat('- ', context.describe_equipment(e.item), case
      when (e.item ->> 'isUnderWarranty')::boolean
      then ', under warranty until ' || to_char((e.item ->> 'warrantyEndDate')::date, 'Mon YYYY') end)
  from jsonb_array_elements(p_context -> 'equipment') with ordinality as e (item, place)
  where not exists (
    select from heaters as h
    join properties as p on p.property ->> 'id' = h.address_id
    where h.place = e.place
  ) and e.place <= 30;
end
$$;
comment on function context.prompt_property_lines(jsonb) is
  'Lines of the prompt''s sections 5 and 6: Properties with their water heater, issues and last service, and Other Equipment.';
