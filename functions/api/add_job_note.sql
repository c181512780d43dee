create or replace function api.add_job_note(p_tenant_id uuid, p_job_id uuid, p_content text, p_dedupe_key text)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_job record;
  v_push_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select j.customer_id, j.housecall_pro_job_id into v_job
  from context.customer_job_history as j
  where j.tenant_id = p_tenant_id and j.id = p_job_id;
  if not found then
    raise exception 'no such job' using errcode = 'RP001';
  elsif v_job.housecall_pro_job_id is null or not crm.may_push(p_tenant_id) then
    raise exception 'the job cannot be given a note at HousecallPro' using errcode = 'RP004',
      hint = 'Only jobs that HousecallPro knows can, while the tenant has an account and the sync is on.';
  elsif coalesce(p_content, '') !~ '\S' or length(p_content) > 4000 then
    raise exception 'not the text of a note' using errcode = 'RP003', hint = 'Send between 1 and 4000 characters.';
  end if;

  insert into crm.pushes (tenant_id, customer_id, kind, job_id, content, dedupe_key)
  values (p_tenant_id, v_job.customer_id, 'job_note', p_job_id, p_content, p_dedupe_key)
  on conflict (tenant_id, dedupe_key) where dedupe_key is not null do nothing
  returning id into v_push_id;
  if v_push_id is null then
    select p.id into v_push_id from crm.pushes as p where p.tenant_id = p_tenant_id and p.dedupe_key = p_dedupe_key;
  else
    perform crm.enqueue_pushes(p_tenant_id, array[v_job.customer_id], ops.now());
  end if;
  return v_push_id;
end
$$;
comment on function api.add_job_note(uuid, uuid, text, text) is
  'Queues a note for a job of HousecallPro; the same p_dedupe_key queues it once. Returns the push''s id. RP001: no such job. RP003: no text, or over 4000 characters. RP004: the job is not HousecallPro''s, the tenant has no account there or CUSTOMER_CONTEXT_HCP_SYNC is off.';
