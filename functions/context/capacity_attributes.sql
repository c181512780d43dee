create or replace function context.capacity_attributes(p_capacity numeric, p_unit text)
returns jsonb
language sql
immutable
parallel safe
return case when p_capacity is null then '{}'::jsonb else jsonb_build_object('capacity', trim_scale(p_capacity), 'capacityUnit', p_unit) end;
comment on function context.capacity_attributes(numeric, text) is 'A unit''s size as attributes of context.equipment: {capacity, capacityUnit: gallon|ton|btu|hp}.';
