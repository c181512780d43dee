create or replace function api.set_feature_flag(p_tenant_id uuid, p_name text, p_is_enabled boolean)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  insert into tenancy.feature_flags (tenant_id, name, is_enabled)
  values (p_tenant_id, p_name, p_is_enabled)
  on conflict (tenant_id, name) do update set is_enabled = excluded.is_enabled, updated_at = ops.now();
end
$$;
comment on function api.set_feature_flag(uuid, text, boolean) is 'A tenant''s choice for a flag. 23503 for an unknown flag.';
