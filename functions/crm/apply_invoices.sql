create or replace function crm.apply_invoices(p_job_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  if not exists (
    select from crm.invoices as i
    join context.customer_job_history as h on h.tenant_id = i.tenant_id and h.housecall_pro_job_id = i.housecall_pro_job_id
    where i.tenant_id = v_tenant_id and h.id = any (p_job_ids)
  ) then
    return;
  end if;
  update crm.invoices as i
  set job_id = h.id
  from context.customer_job_history as h
  where h.tenant_id = v_tenant_id and h.id = any (p_job_ids)
    and i.tenant_id = v_tenant_id and i.housecall_pro_job_id = h.housecall_pro_job_id and i.job_id is distinct from h.id;

  update context.customer_job_history as h
  set outstanding_balance = s.due
  from (
    select i.job_id, max(i.seen_at) as seen_at,
      coalesce(sum(i.due_amount) filter (where i.status in ('open', 'pending_payment')), 0) as due
    from crm.invoices as i
    where i.tenant_id = v_tenant_id and i.job_id = any (p_job_ids)
    group by i.job_id
  ) as s
  where h.tenant_id = v_tenant_id and h.id = s.job_id and s.seen_at > h.crm_seen_at
    and h.outstanding_balance is distinct from s.due;
end
$$;
comment on function crm.apply_invoices(uuid[]) is
  'Sets jobs'' outstanding balance to what is due on their open invoices, where those are newer than the job''s own record.';
