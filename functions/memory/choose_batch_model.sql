create or replace function memory.choose_batch_model(p_tenant_id uuid, p_model text)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_model text;
begin
  if not exists (select from memory.embedding_models as m where m.name = p_model) then
    raise exception 'an embedding model that is not known' using errcode = 'RP003', hint = 'The models are in memory.embedding_models.';
  elsif not tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_EMBEDDINGS') then
    return null;
  end if;
  -- Whoever reaches one model of the vendor reaches them all, and the local one needs nobody.
  v_model := memory.follow_embedding_model(p_tenant_id, array[p_model] || array(
    select m.name from memory.embedding_models as m where m.provider = 'openai' and m.name <> p_model order by m.name
  ) || array['local']);
  -- The queue has those in hand, whose vectors are made at once: nothing is asked for twice.
  return case when not memory.is_embedded_at_once(p_tenant_id) then v_model end;
end
$$;
comment on function memory.choose_batch_model(uuid, text) is
  'The model that a batch is to make a tenant''s vectors with: its own choice, else p_model. Null where nothing is left for batches: without CUSTOMER_CONTEXT_EMBEDDINGS, with REAL_TIME_EMBEDDINGS, and by the local model. RP003 for an unknown model.';
