create or replace function context.close_slot(p_units context.derived_unit[], p_address_id uuid)
returns context.derived_unit[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_kept context.derived_unit[] := '{}';
  v_unit context.derived_unit;
  v_other context.derived_unit;
begin
  foreach v_unit in array p_units loop
    if v_unit.own_id is null then
      v_unit.address_id := p_address_id;
      -- A unit that somebody wrote down as put in later has taken the place of what was seen before.
      foreach v_other in array p_units loop
        if v_other.own_id is not null and 'installed_on' = any (v_other.own_fields) and v_other.removed_on is null and v_unit.removed_on is null
          and v_other.installed_on > v_unit.seen_on and coalesce(v_unit.installed_on < v_other.installed_on, true)
          and v_unit.slot in ('water_heater', 'furnace', 'boiler', 'water_softener', 'garbage_disposal', 'generator') then
          v_unit.removed_on := v_other.installed_on;
        end if;
      end loop;
      -- Of what is gone and was never known there is nothing to keep.
      continue when v_unit.removed_on is not null and num_nonnulls(v_unit.make, v_unit.model, v_unit.installed_on) = 0;
    end if;
    v_kept := v_kept || v_unit;
  end loop;
  return v_kept;
end
$$;
comment on function context.close_slot(context.derived_unit[], uuid) is 'The units of one kind at one address when all findings have been told.';
