create or replace function crm.may_push_jobs(p_tenant_id uuid)
returns boolean
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
begin
  return coalesce((select (t.settings -> 'pushJobs')::boolean from tenancy.tenants as t where t.id = p_tenant_id), false);
end
$$;
comment on function crm.may_push_jobs(uuid) is 'Whether a tenant lets jobs that are made here go to its CRM: the setting pushJobs, off until it is set.';
