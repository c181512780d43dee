create or replace function context.join_units(p_unit context.note_unit, p_mention context.note_unit)
returns context.note_unit
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_unit context.note_unit := p_unit;
begin
  -- The quote is of the mention that says most.
  if num_nonnulls(p_mention.make, p_mention.capacity, p_mention.year, p_mention.model) > num_nonnulls(p_unit.make, p_unit.capacity, p_unit.year, p_unit.model) then
    v_unit.starts := p_mention.starts;
    v_unit.ends := p_mention.ends;
  end if;
  v_unit.kind := case when p_unit.kind like '%/%' then p_unit.kind else p_mention.kind end;
  v_unit.make := coalesce(p_unit.make, p_mention.make);
  v_unit.model := coalesce(p_unit.model, p_mention.model);
  v_unit.types := p_unit.types || p_mention.types;
  if v_unit.capacity is null then
    v_unit.capacity := p_mention.capacity;
    v_unit.capacity_unit := p_mention.capacity_unit;
  end if;
  if v_unit.year is null then
    v_unit.year := p_mention.year;
    v_unit.is_estimate := p_mention.is_estimate;
  end if;
  v_unit.action := case
    when 'replaced' in (p_unit.action, p_mention.action) then 'replaced'
    when 'installed' in (p_unit.action, p_mention.action) then 'installed'
    when 'removed' in (p_unit.action, p_mention.action) then 'removed'
    else 'observed' end;
  return v_unit;
end
$$;
comment on function context.join_units(context.note_unit, context.note_unit) is 'Two mentions of one unit as one; what the first says counts.';
