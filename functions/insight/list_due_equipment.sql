create or replace function insight.list_due_equipment(p_from date, p_until date, p_rules jsonb)
returns table (customer_id uuid)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_sump constant jsonb := p_rules -> 'sump_pump_check';
  v_warranty_days constant integer := (p_rules -> 'warranty_expiring' ->> 'withinDays')::numeric;
  v_is_new_year constant boolean := extract(year from p_from) <> extract(year from p_until);
  -- The days of the month that come up; the last ones count always, since shorter months have no such day.
  v_days constant double precision[] := array(
    select distinct date_part('day', p_from + n) from generate_series(1, least(p_until - p_from, 31)) as n
  ) || array[29, 30, 31]::double precision[];
  v_sump_kinds constant text[] := (select r.equipment_kinds from insight.rules as r where r.name = 'sump_pump_check');
  -- Ages are told in years and maintenance in its own months: the step that all of them are multiples of.
  v_step integer := 12;
  v_sump_step integer;
  v_kinds text[] := '{}';
  v_months integer;
begin
  for v_months in
    select (t.value ->> 'everyMonths')::numeric::integer from jsonb_each(p_rules) as t where t.value ? 'everyMonths'
  loop
    v_step := gcd(v_step, v_months);
  end loop;
  v_sump_step := gcd(v_step, (v_sump ->> 'notWithinMonths')::numeric::integer);
  if extract(month from p_from) <> extract(month from p_until) or p_until - p_from > 27 then
    -- A season may have begun or ended.
    v_kinds := v_sump_kinds;
  end if;

  return query
  select e.customer_id
  from context.equipment as e
  where e.tenant_id = v_tenant_id
    and (
      date_part('day', e.installed_on) = any (v_days)
        and insight.full_months(e.installed_on, p_from) / case when e.kind = any (v_sump_kinds) then v_sump_step else v_step end
          <> case when date_part('day', e.installed_on) > 28 then insight.full_months(e.installed_on, p_until + 3)
            else insight.full_months(e.installed_on, p_until) end / case when e.kind = any (v_sump_kinds) then v_sump_step else v_step end
      or v_is_new_year and e.installed_on_precision in ('year', 'estimate')
      or e.warranty_end_date between p_from and p_until + v_warranty_days
        and (e.warranty_end_date > p_from + v_warranty_days or e.warranty_end_date < p_until)
      or coalesce(e.removed_on, e.sold_on) between p_from and p_until
      or e.kind = any (v_kinds)
    );
end
$$;
comment on function insight.list_due_equipment(date, date, jsonb) is
  'Owners of equipment of the current tenant of which a rule could say something else on p_until than on p_from: an anniversary (from the 29th on within three days), the end of a warranty or of its notice, a new season. p_rules: thresholds by rule.';
