create or replace function api.add_job_item(
  p_tenant_id uuid, p_job_id uuid, p_item jsonb, p_customer_id uuid default null, p_idempotency_key text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_job context.customer_job_history;
  v_result jsonb;
  v_item_ids uuid[];
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_result := ai.begin_tool_call('add_job_item', p_idempotency_key, jsonb_build_array(p_job_id, p_item));
  if v_result is not null then
    return v_result;
  elsif coalesce(p_item ->> 'name', '') !~ '\S' then
    raise exception 'an item without a name' using errcode = 'RP003', hint = 'Send a name.';
  end if;
  v_job := context.hold_job(p_job_id, p_customer_id);
  if v_job.work_status in ('completed', 'canceled') then
    raise exception 'the job is closed' using errcode = 'RP004', hint = 'Items can be added to open jobs.';
  elsif v_job.housecall_pro_job_id is not null or exists (
    select from crm.pushes as p
    where p.tenant_id = p_tenant_id and p.job_id = v_job.id and p.kind = 'job' and p.state in ('sending', 'unknown', 'needs_person', 'done')
  ) then
    raise exception 'the items of this job are the CRM''s' using errcode = 'RP004', constraint = 'crm_job',
      hint = 'Record a job event with a note instead; the office adds the item there.';
  end if;
  v_item_ids := context.add_job_items(v_job.id, jsonb_build_array(p_item));
  return ai.end_tool_call(p_idempotency_key, v_job.customer_id, jsonb_build_object(
    'customerId', v_job.customer_id, 'jobId', v_job.id, 'itemId', v_item_ids[1],
    'total', (select j.total_amount from context.customer_job_history as j where j.tenant_id = p_tenant_id and j.id = v_job.id)
  ));
end
$$;
comment on function api.add_job_item(uuid, uuid, jsonb, uuid, text) is
  'Adds a line item to an open job of ours: {customerId, jobId, itemId, total|null in US dollars}. p_item {name, description, kind: labor | material | discount | fee | other, quantity, unitPrice}. p_customer_id: whose job it has to be. RP001 unknown job, RP003 no name, RP004 when the job is closed, its items are the CRM''s, or the key was used for something else, 23514 for a value.';
