create or replace function api.update_insight_rule(p_tenant_id uuid, p_rule text, p_changes jsonb, p_actor text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  if not exists (select from insight.rules as r where r.name = p_rule) then
    raise exception 'no such rule' using errcode = 'RP001', hint = 'The rules are listed by GET /api/v1/insight-rules.';
  elsif jsonb_typeof(p_changes) is distinct from 'object'
    or p_changes - array['isEnabled', 'priority', 'cooldownDays', 'expiresAfterDays', 'thresholds', 'serviceNames'] <> '{}'
    or jsonb_typeof(p_changes -> 'thresholds') not in ('object', 'null')
  then
    raise exception 'a field that a rule does not have' using errcode = 'RP003',
      hint = 'Send isEnabled, priority, cooldownDays, expiresAfterDays, thresholds or serviceNames; null takes the default again.';
  end if;

  insert into insight.tenant_rules (tenant_id, rule, updated_by)
  values (p_tenant_id, p_rule, p_actor)
  on conflict (tenant_id, rule) do nothing;
  update insight.tenant_rules as r
  set is_enabled = case when p_changes ? 'isEnabled' then (p_changes ->> 'isEnabled')::boolean else r.is_enabled end,
    priority = case when p_changes ? 'priority' then p_changes ->> 'priority' else r.priority end,
    cooldown_days = case when p_changes ? 'cooldownDays' then (p_changes ->> 'cooldownDays')::smallint else r.cooldown_days end,
    expires_after_days = case when p_changes ? 'expiresAfterDays' then (p_changes ->> 'expiresAfterDays')::smallint else r.expires_after_days end,
    thresholds = case when p_changes -> 'thresholds' = 'null' then '{}'
      else jsonb_strip_nulls(r.thresholds || coalesce(p_changes -> 'thresholds', '{}')) end,
    service_names = case when p_changes ? 'serviceNames'
      then array(select jsonb_array_elements_text(coalesce(nullif(p_changes -> 'serviceNames', 'null'), '[]'))) else r.service_names end,
    updated_by = p_actor
  where r.tenant_id = p_tenant_id and r.rule = p_rule;
  return insight.describe_rule(p_rule);
end
$$;
comment on function api.update_insight_rule(uuid, text, jsonb, text) is
  'Lays a tenant''s choices over a rule: isEnabled, priority, cooldownDays, expiresAfterDays, thresholds (by name; those that are not named stay), serviceNames; null takes the default again. Returns the rule as api.list_insight_rules does; all customers are then looked at again. RP001 for an unknown rule, RP003 for an unknown field, 23514 for a threshold that the rule does not have or a value out of bounds. p_actor: who decided.';
