create or replace function context.add_finding(p_units context.derived_unit[], p_finding context.findings, p_slot text)
returns context.derived_unit[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_units context.derived_unit[] := p_units;
  v_unit context.derived_unit;
  v_is_single boolean := p_slot in ('water_heater', 'furnace', 'boiler', 'water_softener', 'garbage_disposal', 'generator');
  v_is_new boolean := p_finding.action in ('installed', 'replaced');
  v_standing integer[] := '{}';
  v_at integer;
  v_score integer;
  v_best integer := -1;
begin
  for v_n in 1..cardinality(v_units) loop
    v_unit := v_units[v_n];
    continue when v_unit.removed_on <= p_finding.found_on or 'installed_on' = any (v_unit.own_fields) and v_unit.installed_on > p_finding.found_on + 400;
    v_standing := v_standing || v_n;
    continue when not context.is_same_unit(v_unit, p_finding, v_is_single);
    v_score := coalesce(lower(v_unit.make) = lower(p_finding.make), false)::integer * 4 + coalesce(v_unit.model = p_finding.model, false)::integer * 2
      + (p_finding.job_id = any (v_unit.job_ids))::integer;
    if v_score >= v_best then
      v_best := v_score;
      v_at := v_n;
    end if;
  end loop;

  if p_finding.action = 'removed' then
    foreach v_at in array case when v_is_single then v_standing when v_at is null then '{}' else array[v_at] end loop
      v_units[v_at].removed_on := p_finding.found_on;
      v_units[v_at].finding_ids := v_units[v_at].finding_ids || p_finding.id;
    end loop;
    return v_units;
  elsif v_at is not null then
    v_units[v_at] := context.fill_unit(v_units[v_at], p_finding);
  elsif not v_is_new and v_is_single and exists (
    select from unnest(v_standing) as s where 'make' = any (v_units[s].own_fields) and lower(v_units[s].make) <> lower(p_finding.make)
  ) then
    -- Who wrote down another make outranks what was read out of a note.
    return v_units;
  else
    v_unit := null;
    v_unit.customer_id := p_finding.customer_id;
    v_unit.slot := p_slot;
    v_unit.kind := p_finding.code;
    v_unit.own_fields := '{}';
    v_unit.job_ids := '{}';
    v_unit.finding_ids := '{}';
    v_units := v_units || context.fill_unit(v_unit, p_finding);
    v_at := cardinality(v_units);
  end if;

  -- What was put in, or stands where one stood, takes the other's place. Of several it takes one's: the one known least.
  if v_is_new or v_is_single then
    select array_agg(s.n) into v_standing
    from (
      select n from unnest(v_standing) as n
      where n <> v_at and not p_finding.job_id = any (v_units[n].job_ids)
        and not coalesce('installed_on' = any (v_units[n].own_fields) and v_units[n].installed_on > p_finding.found_on, false)
      order by v_units[n].seen_on nulls first, v_units[n].installed_on nulls first, n
      limit case when v_is_single then 100
        when p_finding.job_id = any (p_units[v_at].job_ids) then 0
        when p_finding.action = 'replaced' then 1
        when p_slot in ('air_conditioner', 'heat_pump', 'thermostat') and cardinality(v_standing) = 1 then 1 else 0 end
    ) as s;
    foreach v_at in array coalesce(v_standing, '{}') loop
      -- A unit seen again as it was does not push out another; two that were seen in one visit stand side by side.
      continue when not v_is_new and cardinality(v_units) = cardinality(p_units);
      v_units[v_at].removed_on := p_finding.found_on;
    end loop;
  end if;
  return v_units;
end
$$;
comment on function context.add_finding(context.derived_unit[], context.findings, text) is
  'The units of one kind at one address after one more finding: filled, added, retired. Findings come in the order of the visits.';
