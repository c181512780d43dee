create or replace function api.save_embeddings(p_tenant_id uuid, p_model text, p_rows jsonb)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_most constant integer := 2048;
  v_saved integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if jsonb_typeof(p_rows) is distinct from 'array' or jsonb_array_length(p_rows) > c_most then
    raise exception 'too many rows' using errcode = 'RP003', hint = 'An array of at most 2048 rows a call.';
  elsif not exists (select from memory.embedding_models as m where m.name = p_model) then
    raise exception 'an embedding model that is not known' using errcode = 'RP003', hint = 'The models are in memory.embedding_models.';
  end if;
  -- Lock order, as in api.claim_embeddings: the tenant's state, messages, what waits.
  perform from memory.embedding_states as s where s.tenant_id = p_tenant_id for update;
  update memory.embedding_states as s set has_old_vectors = true
  where s.tenant_id = p_tenant_id and s.model <> p_model and not s.has_old_vectors;
  -- Held in the order of their ids against whoever changes or erases them: a vector of a text that is gone is never kept.
  with given as (
    select distinct on (r."messageId") r."messageId" as message_id, r.embedding, r.fingerprint
    from jsonb_to_recordset(p_rows) as r ("messageId" uuid, embedding text, fingerprint text)
    order by r."messageId"
  ),
  held as materialized (
    select m.id, g.embedding
    from given as g
    join memory.messages as m on m.tenant_id = p_tenant_id and m.id = g.message_id
    where not m.is_secret and coalesce(g.fingerprint = md5(left(m.body, 8000)), true)
    order by m.id
    for no key update of m
  ),
  done as (
    delete from memory.unembedded_messages as u
    using held as h, memory.embedding_states as s
    where u.tenant_id = p_tenant_id and u.message_id = h.id and s.tenant_id = p_tenant_id and s.model = p_model
  )
  insert into memory.conversation_embeddings (tenant_id, message_id, embedding_model, embedding)
  select p_tenant_id, h.id, p_model, h.embedding::extensions.halfvec(1536) from held as h
  on conflict (tenant_id, message_id, embedding_model) do update set embedding = excluded.embedding;
  get diagnostics v_saved = row_count;
  -- The pruning is left to the queue: this may be one of many calls.
  perform memory.settle_embeddings(p_tenant_id);
  return v_saved;
end
$$;
comment on function api.save_embeddings(uuid, text, jsonb) is
  'Stores vectors of messages by one model of memory.embedding_models, at most 2048 a call: [{messageId, embedding: [1536 numbers] or the same as text, fingerprint?}]. Returns how many; messages that are gone, are secret, or say something else than their fingerprint (api.list_unembedded) are passed over, a vector that is there is replaced. The tenant''s new model answers searches once nothing older lacks its vector. RP003 for more rows or an unknown model, 22000 for another length.';
