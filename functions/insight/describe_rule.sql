create or replace function insight.describe_rule(p_rule text)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'rule', r.name, 'insightType', r.insight_type, 'description', r.description, 'isEnabled', r.is_enabled, 'priority', r.priority,
      'cooldownDays', r.cooldown_days, 'expiresAfterDays', r.expires_after_days, 'serviceNames', to_jsonb(r.service_names), 'isOwn', r.is_own,
      'thresholds', (
        select coalesce(jsonb_object_agg(h.name, jsonb_build_object(
          'value', r.thresholds -> h.name, 'default', h.value, 'least', h.least, 'most', h.most, 'description', h.description
        )), '{}')
        from insight.thresholds as h
        where h.rule = r.name
      )
    )
    from insight.effective_rules as r
    where r.name = p_rule
  );
end
$$;
comment on function insight.describe_rule(text) is
  'A rule as it holds for the current tenant: {rule, insightType, description, isEnabled, priority, cooldownDays, expiresAfterDays, serviceNames, isOwn, thresholds: {name: {value, default, least, most, description}}}. Null when there is none.';
