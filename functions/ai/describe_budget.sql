create or replace function ai.describe_budget(p_tenant_id uuid)
returns jsonb
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_budget constant jsonb := (select t.settings -> 'aiBudget' from tenancy.tenants as t where t.id = p_tenant_id);
begin
  return jsonb_build_object(
    'month', to_char(ops.now() at time zone context.shop_zone(p_tenant_id), 'YYYY-MM'),
    'spentUsd', round(ai.spent_this_month(p_tenant_id), 6),
    'softUsd', v_budget -> 'softUsd',
    'hardUsd', v_budget -> 'hardUsd',
    'level', ai.budget_level(p_tenant_id),
    'notices', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'month', to_char(n.month, 'YYYY-MM'), 'level', n.level, 'limitUsd', n.limit_usd, 'spentUsd', round(n.spent_usd, 6),
        'noticedAt', n.noticed_at
      ) order by n.noticed_at desc, n.level), '[]')
      from (
        select b.* from ai.budget_notices as b where b.tenant_id = p_tenant_id order by b.noticed_at desc limit 24
      ) as n
    )
  );
end
$$;
comment on function ai.describe_budget(uuid) is
  'How much of its aiBudget a tenant has used this month, and when limits were reached (the last 24): the budget of api.get_usage.';
