create or replace function memory.follow_embedding_model(p_tenant_id uuid, p_models text[])
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_model constant text := memory.choose_embedding_model(p_tenant_id, p_models);
  v_is_filled boolean;
begin
  if v_model is null then
    return null;
  end if;
  -- The first model answers from the beginning: there is nothing older that knows more.
  insert into memory.embedding_states as s (tenant_id, model, answering_model)
  values (p_tenant_id, v_model, v_model)
  on conflict (tenant_id) do update
  set model = excluded.model, is_filled = false, has_old_vectors = true, began_at = ops.now()
  where s.model <> excluded.model;
  -- Held, so that one job fills.
  select s.is_filled into v_is_filled from memory.embedding_states as s where s.tenant_id = p_tenant_id for update;
  if not v_is_filled then
    perform memory.note_unembedded(p_tenant_id);
  end if;
  return v_model;
end
$$;
comment on function memory.follow_embedding_model(uuid, text[]) is
  'The model that a tenant''s messages get vectors of from now on (memory.choose_embedding_model). When it is another one than before, all its messages are noted; the old vectors answer until memory.settle_embeddings.';
