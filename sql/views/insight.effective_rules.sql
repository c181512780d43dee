create or replace view insight.effective_rules
with (security_invoker = true) as
select
  r.name,
  r.insight_type,
  r.label,
  r.description,
  coalesce(t.is_enabled, r.is_enabled) as is_enabled,
  coalesce(t.priority, r.priority) as priority,
  r.confidence,
  coalesce(t.cooldown_days, r.cooldown_days) as cooldown_days,
  coalesce(t.expires_after_days, r.expires_after_days) as expires_after_days,
  r.equipment_kinds,
  r.is_per_unit,
  d.thresholds || coalesce(t.thresholds, '{}') as thresholds,
  coalesce(t.service_names, '{}') as service_names,
  t.tenant_id is not null as is_own
from insight.rules as r
cross join lateral (
  select coalesce(jsonb_object_agg(h.name, h.value), '{}') as thresholds from insight.thresholds as h where h.rule = r.name
) as d
left join insight.tenant_rules as t on t.tenant_id = tenancy.current_tenant() and t.rule = r.name;

comment on view insight.effective_rules is
  'The rules as they hold for the current tenant: its own choices laid over the defaults. is_own: it has made some.';
