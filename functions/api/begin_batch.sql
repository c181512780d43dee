create or replace function api.begin_batch(p_tenant_id uuid, p_job_type text, p_requested_by text, p_model text default null)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  -- OpenAI keeps at most a million embeddings waiting.
  c_live constant integer := 20;
  v_type ai.batch_types;
  v_batch_id uuid;
  v_model text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select t.* into v_type from ai.batch_types as t where t.job_type = p_job_type;
  if v_type.job_type is null then
    raise exception 'no such kind of batch' using errcode = 'RP003',
      hint = 'embeddings, insights, memory_compression or profile_enrichment.';
  elsif not ai.is_batch_type_ready(v_type) then
    raise exception 'this kind of batch is off' using errcode = 'RP004', hint = 'This version does not make such requests.';
  end if;
  if ai.budget_level(p_tenant_id) = 'hard' then
    return null;
  end if;
  -- Two at once would both want the same.
  perform pg_advisory_xact_lock(hashtextextended(format('rapport.batches %s %s', p_tenant_id, p_job_type), 0));
  if (
    select count(*) from ai.batch_jobs as b
    where b.tenant_id = p_tenant_id and b.job_type = p_job_type and b.status in ('pending', 'submitted', 'processing')
  ) >= c_live then
    return null;
  end if;

  v_model := coalesce(p_model, v_type.model);
  if p_job_type = 'embeddings' then
    v_model := memory.choose_batch_model(p_tenant_id, v_model);
    if v_model is null then
      return null;
    end if;
  end if;

  insert into ai.batch_jobs (tenant_id, job_type, model, requested_by)
  values (p_tenant_id, p_job_type, v_model, p_requested_by)
  returning id into v_batch_id;
  if ai.claim_due_items(v_batch_id) = 0 then
    delete from ai.batch_jobs as b where b.tenant_id = p_tenant_id and b.id = v_batch_id;
    return null;
  end if;
  perform ai.enqueue_batch(p_tenant_id, v_batch_id);
  return v_batch_id;
end
$$;
comment on function api.begin_batch(uuid, text, text, text) is
  'Claims what is due of a kind for a new batch, which the queue run_batch then brings to OpenAI; returns its id, null when nothing is due, 20 of the kind are under way, or the hard budget of the month is used up. Call again until null: a batch holds 50,000 requests at most. p_model: instead of the kind''s own; of vectors the tenant''s own choice goes before it, and nothing is due where they are made at once. RP003 for an unknown kind or embedding model, RP004 for one that is off.';
