create or replace function ai.budget_level(p_tenant_id uuid)
returns text
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_budget constant jsonb := (select t.settings -> 'aiBudget' from tenancy.tenants as t where t.id = p_tenant_id);
  v_spent numeric;
begin
  if v_budget is null then
    return null;
  end if;
  v_spent := ai.spent_this_month(p_tenant_id);
  return case
    when v_spent >= (v_budget ->> 'hardUsd')::numeric then 'hard'
    when v_spent >= (v_budget ->> 'softUsd')::numeric then 'soft'
  end;
end
$$;
comment on function ai.budget_level(uuid) is
  'Which limit of a tenant''s aiBudget this month''s calls have reached: soft, hard, or null. It is asked before a call and counts those that are recorded: calls under way at once can pass a limit together, each once.';
