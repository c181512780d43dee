-- owner: rapport_owner
create or replace function api.plan_crm_syncs()
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_tenant record;
  v_started integer := 0;
begin
  -- A tenant at a time, each with its own clock; a statement over all would be one plan for the many that have no account.
  for v_tenant in
    select t.id
    from tenancy.tenants as t
    where t.status = 'active'
      and (
        exists (select from tenancy.crm_connections as c where c.tenant_id = t.id and c.provider = 'housecall')
        or exists (select from crm.connection_health as h where h.tenant_id = t.id and h.provider = 'housecall' and h.company_id = '')
      )
    order by t.id
  loop
    perform tenancy.set_tenant(v_tenant.id);
    v_started := v_started + crm.plan_tenant_syncs(v_tenant.id);
  end loop;
  return v_started;
end
$$;
comment on function api.plan_crm_syncs() is
  'Begins what is due of all tenants with a HousecallPro account, every 15 minutes: a poll; once a night those active within 90 days; a first full sync over as many nights as it takes; once a week a reconciliation; and wakes what was left behind. Returns how many were begun.';
