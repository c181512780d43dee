create or replace function ai.ingest_embeddings(
  p_batch_id uuid, p_rows jsonb, out done integer, out failed integer, out dropped integer
)
language plpgsql
volatile
security invoker
set search_path = ''
set work_mem = '32MB'
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_model text;
  v_is_wanted boolean;
begin
  select b.model into v_model from ai.batch_jobs as b where b.tenant_id = v_tenant_id and b.id = p_batch_id;
  -- Lock order, as in api.save_embeddings: the tenant's state, messages, what waits.
  select s.model = v_model into v_is_wanted from memory.embedding_states as s where s.tenant_id = v_tenant_id for update;
  with lines as materialized (
    -- Of a repeated line the first one counts.
    select distinct on (r.custom_id) r.custom_id, r.embedding, r.error
    from rows from (jsonb_to_recordset(p_rows) as ("customId" text, embedding text, error text))
      with ordinality as r (custom_id, embedding, error, place)
    order by r.custom_id, r.place
  ), items as materialized (
    select i.row_id, i.message_id, i.input_hash, i.attempts, l.embedding, l.error
    from lines as l
    cross join lateral (
      -- Line by line by its key, whatever is known of a table that has just grown.
      select o.ctid as row_id, o.message_id, o.input_hash, o.attempts
      from ai.batch_items as o
      where o.tenant_id = v_tenant_id and o.batch_id = p_batch_id and o.custom_id = l.custom_id and o.state = 'claimed'
      offset 0
    ) as i
  ), wanted as materialized (
    -- Held in the order of their ids against whoever changes or erases them. The model may be another one by now.
    select
      i.row_id, i.message_id, i.embedding, i.error, i.attempts,
      v_is_wanted is false or m.is_secret or md5(ai.embedding_input(left(m.body, 8000))) is distinct from i.input_hash as is_stale
    from items as i
    join memory.messages as m on m.tenant_id = v_tenant_id and m.id = i.message_id
    order by m.id
    for no key update of m
  ), saved as (
    insert into memory.conversation_embeddings (tenant_id, message_id, embedding_model, embedding)
    select v_tenant_id, w.message_id, v_model, w.embedding::extensions.halfvec(1536)
    from wanted as w
    where w.error is null and not w.is_stale
    on conflict (tenant_id, message_id, embedding_model) do nothing
  ), served as (
    delete from memory.unembedded_messages as u
    using wanted as w
    where u.tenant_id = v_tenant_id and u.message_id = w.message_id and w.error is null and not w.is_stale
  ), given_up as (
    update memory.unembedded_messages as u
    set given_up_at = ops.now(), error_code = left(w.error, 100), claimed_until = null
    from wanted as w
    where u.tenant_id = v_tenant_id and u.message_id = w.message_id and u.given_up_at is null
      and w.error is not null and w.attempts >= ai.most_batch_attempts()
  ), ended as (
    update ai.batch_items as i
    set state = case when w.error is not null then 'failed' when w.is_stale then 'dropped' else 'done' end,
      last_error = case when w.error is not null then left(w.error, 100) when w.is_stale then 'stale' end, updated_at = ops.now()
    from wanted as w
    where i.tenant_id = v_tenant_id and i.ctid = w.row_id
    returning i.state
  )
  select
    count(*) filter (where e.state = 'done'), count(*) filter (where e.state = 'failed'), count(*) filter (where e.state = 'dropped')
  into done, failed, dropped
  from ended as e;
  perform memory.settle_embeddings(v_tenant_id);
end
$$;
comment on function ai.ingest_embeddings(uuid, jsonb) is
  'Keeps the vectors of lines of a batch, [{customId, embedding: text of 1536 numbers | null, error}], in one statement. A message that has one of the model by now keeps it, one that was changed gets none, nor does any when the tenant''s model is another one by now; a line of no claimed request is passed over. How many of each.';
