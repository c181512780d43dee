create or replace function crm.is_sync_on(p_tenant_id uuid)
returns boolean
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
begin
  return tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_HCP_SYNC')
    and exists (select from crm.list_accounts(p_tenant_id));
end
$$;
comment on function crm.is_sync_on(uuid) is
  'Whether a tenant''s customers are kept in step with HousecallPro: it has an account and CUSTOMER_CONTEXT_HCP_SYNC is on.';
