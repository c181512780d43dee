create or replace function crm.next_call(p_push crm.pushes)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_frame constant jsonb := jsonb_build_object('pushId', p_push.id, 'attempt', p_push.attempt);
  v_job_id text;
begin
  if p_push.kind = 'job_note' then
    select j.housecall_pro_job_id into v_job_id
    from context.customer_job_history as j
    where j.tenant_id = p_push.tenant_id and j.id = p_push.job_id;
    return v_frame || case p_push.step
      when 'read' then jsonb_build_object('call', 'get_job', 'jobId', v_job_id)
      else jsonb_build_object(
        'call', 'create_job_note', 'jobId', v_job_id, 'content', p_push.content || E'\n' || crm.job_note_mark(p_push.id)
      )
    end;
  elsif p_push.kind = 'job' then
    return v_frame || case p_push.step
      when 'read' then jsonb_build_object('call', 'list_jobs', 'customerId', p_push.housecall_pro_id)
      else jsonb_build_object('call', 'create_job', 'body', crm.describe_new_job(p_push))
    end;
  elsif p_push.step = 'write' and p_push.kind = 'address' then
    return v_frame || jsonb_build_object('call', 'create_address', 'customerId', p_push.housecall_pro_id, 'body', (
      select jsonb_strip_nulls(jsonb_build_object(
        'type', a.type, 'street', a.street, 'street_line_2', a.street_line_2, 'city', a.city, 'state', a.state, 'zip', a.zip,
        'country', a.country
      ))
      from context.customer_addresses as a
      where a.tenant_id = p_push.tenant_id and a.id = p_push.address_id
    ));
  elsif p_push.step = 'write' then
    return v_frame || jsonb_build_object('call', 'replace_customer', 'customerId', p_push.housecall_pro_id) || (
      select jsonb_build_object(
        'expected', jsonb_build_object('notes', w.base_notes, 'tags', w.base_tags),
        'body', jsonb_strip_nulls(jsonb_build_object('notes', w.notes, 'tags', w.tags))
      )
      from crm.push_writes as w
      where w.tenant_id = p_push.tenant_id and w.push_id = p_push.id and w.outcome is null
      order by w.created_at desc, w.id desc
      limit 1
    );
  end if;
  return v_frame || jsonb_build_object(
    'call', case p_push.kind when 'address' then 'list_addresses' else 'get_customer' end, 'customerId', p_push.housecall_pro_id
  );
end
$$;
comment on function crm.next_call(crm.pushes) is
  'What a running push asks of HousecallPro next: {pushId, attempt, call} with get_customer or list_addresses {customerId}, get_job {jobId}, replace_customer {customerId, expected {notes, tags}, body}, create_address {customerId, body}, create_job_note {jobId, content}, list_jobs {customerId}, create_job {body}.';
