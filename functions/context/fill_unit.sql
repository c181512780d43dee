create or replace function context.fill_unit(p_unit context.derived_unit, p_finding context.findings)
returns context.derived_unit
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_unit context.derived_unit := p_unit;
begin
  -- A newer statement beats an older one; a day or a year beats an estimate, and the day it was put in beats all.
  v_unit.make := coalesce(p_unit.make, p_finding.make);
  v_unit.model := case when 'model' = any (p_unit.own_fields) then p_unit.model else coalesce(p_finding.model, p_unit.model) end;
  v_unit.type := case when 'type' = any (p_unit.own_fields) then p_unit.type else coalesce(p_finding.type, p_unit.type) end;
  if p_finding.capacity is not null and not ('attributes' = any (p_unit.own_fields)) then
    v_unit.capacity := p_finding.capacity;
    v_unit.capacity_unit := p_finding.capacity_unit;
  end if;
  if p_finding.installed_on is not null and not ('installed_on' = any (p_unit.own_fields))
    and coalesce(array_position('{estimate,year,day}', p_finding.installed_on_precision)
      >= array_position('{estimate,year,day}', p_unit.installed_on_precision), true)
    and not (p_unit.installed_on_precision = 'day' and p_unit.put_in_by is not null) then
    v_unit.installed_on := p_finding.installed_on;
    v_unit.installed_on_precision := p_finding.installed_on_precision;
  end if;
  if p_finding.warranty_years is not null and not ('warranty_end_date' = any (p_unit.own_fields)) then
    v_unit.warranty_end_date := (v_unit.installed_on + make_interval(years => p_finding.warranty_years))::date;
  end if;
  if p_finding.action in ('installed', 'replaced') then
    v_unit.put_in_by := coalesce(p_unit.put_in_by, p_finding.job_id);
  end if;
  v_unit.confidence := greatest(p_unit.confidence, p_finding.confidence);
  v_unit.seen_on := p_finding.found_on;
  v_unit.job_ids := p_unit.job_ids || p_finding.job_id;
  v_unit.finding_ids := p_unit.finding_ids || p_finding.id;
  return v_unit;
end
$$;
comment on function context.fill_unit(context.derived_unit, context.findings) is
  'A unit with what a later finding says of it. What somebody else said of it (own_fields) stays.';
