-- owner: rapport_owner
create or replace function api.enqueue_due_crm_pushes()
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_tenants integer;
begin
  perform crm.enqueue_tenant_pushes(d.tenant_id, null)
  from (
    select distinct p.tenant_id
    from crm.pushes as p
    where (p.state in ('queued', 'unknown') and p.not_before <= ops.now() or p.state = 'sending' and p.lease_expires_at <= ops.now())
      and not exists (select from crm.push_pauses as s where s.tenant_id = p.tenant_id and s.until > ops.now())
      and tenancy.is_enabled(p.tenant_id, 'CUSTOMER_CONTEXT_HCP_SYNC')
    order by p.tenant_id
  ) as d;
  get diagnostics v_tenants = row_count;
  return v_tenants;
end
$$;
comment on function api.enqueue_due_crm_pushes() is
  'The net under the queue: a job for each tenant with changes that are due at HousecallPro, or whose worker stopped. Returns how many tenants.';
