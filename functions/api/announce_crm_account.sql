create or replace function api.announce_crm_account(p_tenant_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  insert into crm.connection_health as h (tenant_id, provider, company_id, state)
  select t.id, 'housecall', '', 'closed' from tenancy.tenants as t where t.id = p_tenant_id
  on conflict (tenant_id, provider, company_id) do update
  set seen_at = ops.now();
end
$$;
comment on function api.announce_crm_account(uuid) is
  'Says that this process has a HousecallPro account for a tenant in its environment, which Postgres cannot know otherwise; good for a day. Nothing for an unknown tenant.';
