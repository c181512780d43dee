create or replace function insight.tg_tenant_rules__guard_thresholds()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if exists (
    select from jsonb_each(new.thresholds) as t
    left join insight.thresholds as h on h.rule = new.rule and h.name = t.key
    where h.name is null or case jsonb_typeof(t.value) when 'number' then not (t.value::numeric between h.least and h.most) else true end
  ) then
    raise exception 'a threshold that the rule does not have, or out of its bounds' using errcode = 'check_violation',
      hint = 'The rules are listed with their thresholds and bounds.';
  end if;
  -- Counted, and divided by, as whole numbers.
  if exists (
    select from jsonb_each(new.thresholds) as t
    where t.key ~ '(Months?|Days|jobsOver)$' and t.value::numeric <> trunc(t.value::numeric)
  ) then
    raise exception 'a threshold that is not a whole number' using errcode = 'check_violation', hint = 'Months, days and jobs are whole numbers.';
  end if;
  return new;
end
$$;
comment on function insight.tg_tenant_rules__guard_thresholds() is
  'Only thresholds of the rule, within their bounds, months, days and jobs whole: 23514.';

create or replace trigger _200_guard_thresholds before insert or update of rule, thresholds on insight.tenant_rules
for each row execute function insight.tg_tenant_rules__guard_thresholds();
