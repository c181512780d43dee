create or replace function ai.claim_due_items(p_batch_id uuid)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
set enable_nestloop = off
as $$
declare
  -- Both lists are long, and what is known of their sizes is little: never the one for each of the other (the setting above).
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_batch ai.batch_jobs;
  v_type ai.batch_types;
  v_passed_over integer;
  v_count integer;
begin
  select b.* into v_batch from ai.batch_jobs as b where b.tenant_id = v_tenant_id and b.id = p_batch_id;
  select t.* into v_type from ai.batch_types as t where t.job_type = v_batch.job_type;
  select count(*) into v_passed_over
  from ai.batch_items as i
  where i.tenant_id = v_tenant_id and i.job_type = v_batch.job_type
    and (i.state = 'claimed' or i.state = 'failed' and i.attempts >= ai.most_batch_attempts());

  insert into ai.batch_items (
    tenant_id, batch_id, custom_id, job_type, message_id, conversation_id, customer_id, input_hash, attempts
  )
  with latest as materialized (
    -- Ids grow with time: the greatest one is the last batch that a subject was in.
    select distinct on (s.subject_id)
      s.subject_id, i.state, case when i.state = 'failed' and b.model = v_batch.model then i.attempts else 0 end as failures
    from ai.batch_items as i
    join ai.batch_jobs as b on b.tenant_id = i.tenant_id and b.id = i.batch_id
    cross join lateral (select coalesce(i.message_id, i.conversation_id, i.customer_id) as subject_id) as s
    where i.tenant_id = v_tenant_id and i.job_type = v_batch.job_type
    order by s.subject_id, i.batch_id desc
  )
  select
    v_tenant_id, p_batch_id, v_type.prefix || '-' || d.subject_id, v_batch.job_type,
    case v_type.subject when 'message' then d.subject_id end, case v_type.subject when 'conversation' then d.subject_id end,
    case v_type.subject when 'customer' then d.subject_id end, d.input_hash, 1 + coalesce(l.failures, 0)
  from ai.list_due_subjects(v_type, v_batch.model, v_type.most_requests + v_passed_over) as d
  left join latest as l on l.subject_id = d.subject_id
  where l.state is distinct from 'claimed' and coalesce(l.failures, 0) < ai.most_batch_attempts()
  limit v_type.most_requests;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function ai.claim_due_items(uuid) is
  'Puts into a batch what is due of its kind and in no live batch, at most as many as it may hold; what failed too often in a row is left out. Returns how many. The caller holds the turn of tenant and kind.';
