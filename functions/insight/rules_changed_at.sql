create or replace function insight.rules_changed_at()
returns timestamptz
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- Who changes something may commit a little after they began.
  return interval '10 minutes' + greatest(
    (select t.updated_at from tenancy.tenants as t where t.id = tenancy.current_tenant()),
    (select max(l.updated_at) from tenancy.locations as l where l.tenant_id = tenancy.current_tenant()),
    (select max(r.updated_at) from insight.tenant_rules as r where r.tenant_id = tenancy.current_tenant()),
    (
      select f.updated_at from tenancy.feature_flags as f
      where f.tenant_id = tenancy.current_tenant() and f.name = 'CUSTOMER_CONTEXT_INSIGHTS'
    )
  );
end
$$;
comment on function insight.rules_changed_at() is
  'Until when the current tenant''s rules, settings, zone or flag may have changed: ten minutes after they last did.';
