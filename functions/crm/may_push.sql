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
    exists (select from tenancy.crm_connections as c where c.tenant_id = p_tenant_id and c.provider = 'housecall')
    -- An account of the environment, which a process told of.
    or exists (
      select from crm.connection_health as h where h.tenant_id = p_tenant_id and h.provider = 'housecall' and h.company_id = ''
    )
  );
end
$$;
comment on function crm.may_push(uuid) is
  'Whether changes of a tenant''s customers go to HousecallPro: there is an account, and CUSTOMER_CONTEXT_HCP_SYNC is on.';
