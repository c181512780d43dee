create or replace function context.find_alike(p_units context.note_unit[], p_unit context.note_unit)
returns integer
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_other context.note_unit;
begin
  for v_n in 1..cardinality(p_units) loop
    v_other := p_units[v_n];
    if context.unit_slot(v_other.kind) = context.unit_slot(p_unit.kind)
      and (v_other.kind like '%/battery backup' or 'battery backup' = any (v_other.types)) = (p_unit.kind like '%/battery backup' or 'battery backup' = any (p_unit.types))
      and coalesce(v_other.make = p_unit.make, true)
      -- "Boiler #1 ok, boiler #2 down".
      and coalesce((select min(t) from unnest(v_other.types) as t where t like 'number:%') = (select min(t) from unnest(p_unit.types) as t where t like 'number:%'), true)
      and coalesce(v_other.capacity_unit <> p_unit.capacity_unit or v_other.capacity = p_unit.capacity, true)
      and coalesce(sign(v_other.year) <> sign(p_unit.year) or abs(v_other.year - p_unit.year) <= 1, true) then
      return v_n;
    end if;
  end loop;
  return null;
end
$$;
comment on function context.find_alike(context.note_unit[], context.note_unit) is
  'The place of the first unit that this mention may be the same as: the same sort of thing, and neither make, size nor year against it. Null when there is none.';
