create or replace function ai.note_budget(p_tenant_id uuid)
returns void
language plpgsql
volatile
strict
security invoker
set search_path = ''
as $$
declare
  v_budget constant jsonb := (select t.settings -> 'aiBudget' from tenancy.tenants as t where t.id = p_tenant_id);
  v_spent numeric;
begin
  if v_budget is null then
    return;
  end if;
  v_spent := ai.spent_this_month(p_tenant_id);
  insert into ai.budget_notices (tenant_id, month, level, limit_usd, spent_usd)
  select
    p_tenant_id, date_trunc('month', ops.now() at time zone context.shop_zone(p_tenant_id))::date, l.level, l.limit_usd, v_spent
  from (values
    ('soft', (v_budget ->> 'softUsd')::numeric), ('hard', (v_budget ->> 'hardUsd')::numeric)
  ) as l (level, limit_usd)
  where v_spent >= l.limit_usd
  on conflict (tenant_id, month, level) do nothing;
end
$$;
comment on function ai.note_budget(uuid) is
  'Puts down, once a month each, that a tenant''s models cost as much as a limit of its aiBudget.';
