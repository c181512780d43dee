create or replace function context.is_same_unit(p_unit context.derived_unit, p_finding context.findings, p_is_single boolean)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  if coalesce(lower(p_unit.make) <> lower(p_finding.make), false) then
    return false;
  elsif p_finding.action in ('installed', 'replaced') then
    -- Told again by the same visit, by the next one of the same work, or known to somebody else already.
    return p_unit.put_in_by = p_finding.job_id
      or p_is_single and p_unit.put_in_by is not null and p_finding.found_on - p_unit.installed_on <= 60
      or 'installed_on' = any (p_unit.own_fields) and abs(p_unit.installed_on - p_finding.found_on) <= 400
      or p_unit.own_id is not null and not ('installed_on' = any (p_unit.own_fields)) and p_unit.put_in_by is null
        and 'make' = any (p_unit.own_fields) and p_finding.make is not null;
  elsif p_is_single then
    -- A unit that is younger than the last look at this one is another.
    return coalesce(not (extract(year from p_finding.installed_on) > extract(year from p_unit.seen_on)), true);
  end if;
  return coalesce(
    p_finding.installed_on_precision = 'estimate' or p_unit.installed_on_precision = 'estimate'
      or abs(extract(year from p_finding.installed_on) - extract(year from p_unit.installed_on)) <= 1, true
  );
end
$$;
comment on function context.is_same_unit(context.derived_unit, context.findings, boolean) is
  'Whether a finding may be about this unit, which stands in the same place. p_is_single: a property has one of the kind.';
