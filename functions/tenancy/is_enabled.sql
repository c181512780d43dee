create or replace function tenancy.is_enabled(p_tenant_id uuid, p_flag text)
returns boolean
language sql
stable
strict
parallel safe
return coalesce(
  (select f.is_enabled from tenancy.feature_flags as f where f.tenant_id = p_tenant_id and f.name = p_flag),
  (select d.is_enabled from tenancy.feature_flag_defaults as d where d.name = p_flag),
  false
);
comment on function tenancy.is_enabled(uuid, text) is 'Whether a feature flag is on for a tenant: its own choice, else the default; an unknown flag is off.';
