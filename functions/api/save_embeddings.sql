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
  -- Who was erased meanwhile has no message any more, and gets no vector.
  insert into memory.conversation_embeddings (tenant_id, message_id, embedding_model, embedding)
  select distinct on (m.id) p_tenant_id, m.id, p_model, r.embedding::extensions.halfvec(1536)
  from jsonb_to_recordset(p_rows) as r ("messageId" uuid, embedding text)
  join memory.messages as m on m.tenant_id = p_tenant_id and m.id = r."messageId"
  order by m.id
  on conflict (tenant_id, message_id, embedding_model) do update set embedding = excluded.embedding;
  get diagnostics v_saved = row_count;
  return v_saved;
end
$$;
comment on function api.save_embeddings(uuid, text, jsonb) is
  'Stores vectors of messages by one model of memory.embedding_models, at most 2048 a call: [{messageId, embedding: [1536 numbers]}]. Returns how many; messages that are gone are passed over, a vector that is there is replaced. RP003 for more rows or an unknown model, 22000 for another length.';
