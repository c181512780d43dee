create or replace function crm.plan_sync_steps(p_run crm.sync_runs)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- Pages shift while they are read, and the vendor's clock is not ours.
  c_overlap constant interval := interval '10 minutes';
  c_first_poll constant interval := interval '1 day';
begin
  if p_run.kind = 'customer' then
    insert into crm.sync_steps (tenant_id, run_id, ordinal, resource, external_id, customer_id)
    select p_run.tenant_id, p_run.id, s.ordinal, s.resource, p_run.external_id, p_run.customer_id
    from (values (1, 'customer'), (2, 'customer_jobs')) as s (ordinal, resource);
  elsif p_run.kind = 'lookup' then
    insert into crm.sync_steps (tenant_id, run_id, ordinal, resource, customer_id)
    values (p_run.tenant_id, p_run.id, 1, 'customer_search', p_run.customer_id);
  elsif p_run.kind = 'active' then
    insert into crm.sync_steps (tenant_id, run_id, ordinal, resource, external_id, customer_id)
    select
      p_run.tenant_id, p_run.id, row_number() over (order by a.last_active_at desc, a.external_id, s.place), s.resource,
      a.external_id, a.customer_id
    from crm.list_active_customers(p_run.tenant_id) as a
    cross join (values (1, 'customer'), (2, 'customer_jobs')) as s (place, resource);
  else
    -- Employees first: their names stand on jobs. Customers before what is theirs.
    insert into crm.sync_steps (tenant_id, run_id, ordinal, resource, since)
    select
      p_run.tenant_id, p_run.id, s.ordinal, s.resource,
      case when p_run.kind = 'poll' and s.ordinal > 1 then coalesce(
        (
          select w.updated_at - c_overlap from crm.sync_watermarks as w
          where w.tenant_id = p_run.tenant_id and w.company_id = p_run.company_id and w.resource = s.resource
        ),
        ops.now() - c_first_poll
      ) end
    from (
      values (1, 'employees'), (2, 'customers'), (3, 'jobs'), (4, 'estimates'), (5, 'leads'), (6, 'invoices'), (7, 'paid_invoices')
    ) as s (ordinal, resource)
    where p_run.kind = 'poll' or s.resource <> 'paid_invoices';
  end if;
end
$$;
comment on function crm.plan_sync_steps(crm.sync_runs) is
  'What a new run reads first. A poll reads each list from its newest change down to the watermark, with overlap; without one, the changes of the last day.';
