create or replace function context.fill_mention(p_unit context.note_unit, p_tag context.note_tag)
returns context.note_unit
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_unit context.note_unit := p_unit;
begin
  case p_tag.role
    when 'kind' then
      v_unit.kind := case when v_unit.kind like '%/%' then v_unit.kind else p_tag.value end;
    when 'weak' then
      v_unit.kind := coalesce(v_unit.kind, 'any:' || p_tag.value);
    when 'make' then
      v_unit.make := coalesce(v_unit.make, p_tag.value);
    when 'type' then
      v_unit.types := v_unit.types || p_tag.value;
    when 'code', 'series' then
      v_unit.model := coalesce(v_unit.model, p_tag.starts || '-' || p_tag.ends);
    when 'year_number' then
      -- "20 yrs old they say, tag says 2011".
      v_unit.is_estimate := v_unit.is_estimate and v_unit.year >= 0;
      v_unit.year := case when v_unit.year >= 0 then v_unit.year else p_tag.number end;
    else
      if p_tag.value in ('year_old', 'year') then
        v_unit.is_estimate := true;
        v_unit.year := coalesce(v_unit.year, -ceil(p_tag.number));
      elsif p_tag.value = 'month_old' then
        v_unit.is_estimate := true;
        v_unit.year := coalesce(v_unit.year, -round(p_tag.number / 12));
      elsif v_unit.capacity is null and p_tag.value in ('gallon', 'ton', 'btu', 'kbtu', 'hp', 'thousand') then
        v_unit.capacity := case when p_tag.value in ('kbtu', 'thousand') then p_tag.number * 1000 else p_tag.number end;
        v_unit.capacity_unit := case when p_tag.value in ('kbtu', 'thousand') then 'btu' else p_tag.value end;
      end if;
  end case;
  v_unit.upto := p_tag.upto;
  v_unit.ends := p_tag.ends;
  return v_unit;
end
$$;
comment on function context.fill_mention(context.note_unit, context.note_tag) is
  'A mention with one more word of it; what was said first stays, but a year that is read outranks an age that is said.';
