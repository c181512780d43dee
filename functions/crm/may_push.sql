create or replace function crm.may_push(p_tenant_id uuid)
returns boolean
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
begin
  return tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_HCP_SYNC') and (
    -- A single tenant's account may be the environment's, which only the worker knows: what is queued waits for it.
    exists (select from tenancy.tenants as t where t.id = p_tenant_id and not t.is_demo)
    or exists (select from tenancy.crm_connections as c where c.tenant_id = p_tenant_id and c.provider = 'housecall')
  );
end
$$;
comment on function crm.may_push(uuid) is
  'Whether changes of a tenant''s customers are kept for HousecallPro: CUSTOMER_CONTEXT_HCP_SYNC is on, and it is no demo without an account.';
