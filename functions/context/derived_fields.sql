create or replace function context.derived_fields(p_unit context.derived_unit)
returns text[]
language sql
immutable
parallel safe
return array(
  select c.name from (values
    (1, 'make', p_unit.make), (2, 'model', p_unit.model), (3, 'type', p_unit.type), (4, 'installed_on', p_unit.installed_on::text),
    (5, 'removed_on', p_unit.removed_on::text), (6, 'warranty_end_date', p_unit.warranty_end_date::text), (7, 'attributes', p_unit.capacity::text)
  ) as c (place, name, value)
  where c.value is not null and not c.name = any (p_unit.own_fields)
  order by c.place
);
comment on function context.derived_fields(context.derived_unit) is 'The columns of context.equipment that a unit has from findings.';
