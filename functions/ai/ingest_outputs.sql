create or replace function ai.ingest_outputs(
  p_batch_id uuid, p_rows jsonb, out done integer, out failed integer, out dropped integer
)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_batch ai.batch_jobs;
  v_save text;
  v_line record;
  v_outcome text;
  v_error text;
  v_state text;
begin
  done := 0;
  failed := 0;
  dropped := 0;
  select b.* into v_batch from ai.batch_jobs as b where b.tenant_id = v_tenant_id and b.id = p_batch_id;
  select t.save_function into v_save from ai.batch_types as t where t.job_type = v_batch.job_type;
  -- One after the other, so that one that cannot be kept does not lose the others.
  for v_line in
    select distinct on (r.custom_id)
      r.custom_id, r.output, r.error, r.model, coalesce(i.message_id, i.conversation_id, i.customer_id) as subject_id
    from rows from (jsonb_to_recordset(p_rows) as ("customId" text, output jsonb, error text, model text))
      with ordinality as r (custom_id, output, error, model, place)
    cross join lateral (
      select o.message_id, o.conversation_id, o.customer_id
      from ai.batch_items as o
      where o.tenant_id = v_tenant_id and o.batch_id = p_batch_id and o.custom_id = r.custom_id and o.state = 'claimed'
      offset 0
    ) as i
    order by r.custom_id, r.place
  loop
    v_outcome := null;
    v_error := v_line.error;
    if v_error is null then
      begin
        execute format('select %s($1, $2, $3, $4)', v_save) into v_outcome
        using v_tenant_id, v_line.subject_id, v_line.output, coalesce('openai/' || v_line.model, 'openai/' || v_batch.model);
        v_error := case when v_outcome in ('saved', 'stale', 'gone') then nullif(v_outcome, 'saved') else 'invalid' end;
      exception
        when serialization_failure or deadlock_detected or lock_not_available or query_canceled then raise;
        when others then
          v_outcome := 'invalid';
          v_error := 'invalid_' || sqlstate;
      end;
    end if;
    v_state := case v_outcome when 'saved' then 'done' when 'stale' then 'dropped' when 'gone' then 'dropped' else 'failed' end;
    done := done + (v_state = 'done')::integer;
    failed := failed + (v_state = 'failed')::integer;
    dropped := dropped + (v_state = 'dropped')::integer;
    update ai.batch_items as i
    set state = v_state, last_error = left(v_error, 100), updated_at = ops.now()
    where i.tenant_id = v_tenant_id and i.batch_id = p_batch_id and i.custom_id = v_line.custom_id;
  end loop;
end
$$;
comment on function ai.ingest_outputs(uuid, jsonb) is
  'Hands structured outputs of lines of a batch, [{customId, output | null, error, model}], to the save_function of their kind, which decides: saved, stale, gone or invalid. A line of no claimed request is passed over, of a repeated one the first counts. How many of each.';
