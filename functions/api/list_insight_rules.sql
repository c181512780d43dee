create or replace function api.list_insight_rules(p_tenant_id uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return (select jsonb_agg(insight.describe_rule(r.name) order by r.insight_type, r.name) from insight.rules as r);
end
$$;
comment on function api.list_insight_rules(uuid) is
  'The rules that insights are made by, as they hold for a tenant: an array of {rule, insightType, description, isEnabled, priority, cooldownDays, expiresAfterDays, serviceNames, isOwn, thresholds: {name: {value, default, least, most, description}}}.';
