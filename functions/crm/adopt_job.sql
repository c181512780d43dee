create or replace function crm.adopt_job(p_push crm.pushes, p_remote_id text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_twin context.customer_job_history;
begin
  -- Its event may have come first and brought it as a job of its own: ours takes over what that one knows.
  select j.* into v_twin
  from context.customer_job_history as j
  where j.tenant_id = p_push.tenant_id and j.housecall_pro_job_id = p_remote_id and j.id <> p_push.job_id
  for update;
  if not found then
    update context.customer_job_history as j
    set housecall_pro_job_id = p_remote_id
    where j.tenant_id = p_push.tenant_id and j.id = p_push.job_id and j.housecall_pro_job_id is null;
    return;
  end if;

  if v_twin.items_seen_at is not null then
    delete from context.job_items as i where i.tenant_id = p_push.tenant_id and i.job_id = p_push.job_id;
    update context.job_items as i
    set job_id = p_push.job_id
    where i.tenant_id = p_push.tenant_id and i.job_id = v_twin.id;
  end if;
  update context.job_events as e
  set job_id = p_push.job_id
  where e.tenant_id = p_push.tenant_id and e.job_id = v_twin.id;
  delete from context.customer_job_history as j where j.tenant_id = p_push.tenant_id and j.id = v_twin.id;
  update context.customer_job_history as j
  set housecall_pro_job_id = p_remote_id, housecall_pro_address_id = v_twin.housecall_pro_address_id,
    invoice_number = v_twin.invoice_number, job_type = v_twin.job_type, service_type = coalesce(v_twin.service_type, j.service_type),
    description = coalesce(v_twin.description, j.description), notes = v_twin.notes, scheduled_start = v_twin.scheduled_start,
    scheduled_end = v_twin.scheduled_end, arrival_window_minutes = v_twin.arrival_window_minutes,
    completed_at = v_twin.completed_at, work_status = v_twin.work_status, canceled_at = v_twin.canceled_at,
    deleted_at = v_twin.deleted_at, total_amount = v_twin.total_amount, subtotal = v_twin.subtotal,
    outstanding_balance = v_twin.outstanding_balance, technician_id = v_twin.technician_id,
    technician_name = v_twin.technician_name, tags = v_twin.tags, lead_source = v_twin.lead_source,
    crm_updated_at = v_twin.crm_updated_at, crm_seen_at = v_twin.crm_seen_at, items_seen_at = v_twin.items_seen_at
  where j.tenant_id = p_push.tenant_id and j.id = p_push.job_id;
end
$$;
comment on function crm.adopt_job(crm.pushes, text) is
  'Notes what HousecallPro calls a job of ours. The caller holds the customer. Should the job have come in by itself already, there is one afterwards: ours, as HousecallPro has it.';
