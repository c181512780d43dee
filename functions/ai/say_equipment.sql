create or replace function ai.say_equipment(p_equipment context.equipment)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_years integer := extract(year from age(ops.now()::date, p_equipment.installed_on));
  v_is_exact boolean := p_equipment.installed_on_precision in ('day', 'month');
begin
  return concat_ws(', ',
    concat_ws(' ', p_equipment.make, p_equipment.model, p_equipment.type, replace(p_equipment.kind, '_', ' ')),
    'serial ' || p_equipment.serial_number,
    case when p_equipment.installed_on is not null then
      case when v_is_exact then 'installed ' || to_char(p_equipment.installed_on, 'Mon YYYY')
        else 'installed around ' || to_char(p_equipment.installed_on, 'YYYY') end
      || case when v_years >= 1 then format(' (%s%s year%s old)', case when v_is_exact then '' else 'about ' end, v_years,
          case v_years when 1 then '' else 's' end) else '' end
    end,
    case when p_equipment.warranty_end_date is not null then
      case when p_equipment.warranty_end_date >= ops.now()::date then 'under warranty until ' else 'warranty ended ' end
      || to_char(p_equipment.warranty_end_date, 'Mon FMDD, YYYY')
    end
  );
end
$$;
comment on function ai.say_equipment(context.equipment) is
  'A piece of equipment in one line: what it is, serial number, age as exactly as its installation date is known, warranty.';
