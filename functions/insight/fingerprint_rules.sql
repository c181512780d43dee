create or replace function insight.fingerprint_rules()
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  return md5(jsonb_build_array(
    insight.wording_version(), insight.shop_zone(),
    (select jsonb_agg(to_jsonb(r) - 'is_own' order by r.name) from insight.effective_rules as r),
    (select jsonb_agg(to_jsonb(p) order by p.rule, p.pattern) from insight.service_patterns as p),
    (select jsonb_agg(to_jsonb(l) order by l.kind, l.type) from context.equipment_lifespans as l),
    (
      select jsonb_build_array(t.settings -> 'membershipPlan', t.settings -> 'membershipNames')
      from tenancy.tenants as t
      where t.id = v_tenant_id
    ),
    -- While it was off nobody was marked. Each write of the row has another xmin, also two within one instant of the clock.
    (
      select f.xmin::text from tenancy.feature_flags as f
      where f.tenant_id = v_tenant_id and f.name = 'CUSTOMER_CONTEXT_INSIGHTS'
    ),
    (select d.xmin::text from tenancy.feature_flag_defaults as d where d.name = 'CUSTOMER_CONTEXT_INSIGHTS')
  )::text);
end
$$;
comment on function insight.fingerprint_rules() is
  'What a look at the current tenant''s customers goes by besides their own facts and the day, as an MD5: rules, patterns, life spans, settings, zone, wording, and which write of the flag it was that switched insights on.';
