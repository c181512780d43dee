create or replace function memory.settle_embeddings(p_tenant_id uuid)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_pruned_at_once constant integer := 2000;
  v_pruned integer := 0;
begin
  -- What came after the change has no old vector either, so that waiting for it would gain nothing.
  update memory.embedding_states as s
  set answering_model = s.model
  where s.tenant_id = p_tenant_id and s.answering_model <> s.model and s.is_filled and not exists (
    select from memory.unembedded_messages as u
    where u.tenant_id = p_tenant_id and u.given_up_at is null and u.said_at <= s.began_at
  );
  if not exists (
    select from memory.embedding_states as s where s.tenant_id = p_tenant_id and s.answering_model = s.model and s.has_old_vectors
  ) then
    return 0;
  end if;
  delete from memory.conversation_embeddings as e
  using (
    select o.message_id, o.embedding_model
    from memory.embedding_states as s
    join memory.conversation_embeddings as o on o.tenant_id = p_tenant_id and o.embedding_model <> s.model
    where s.tenant_id = p_tenant_id and s.answering_model = s.model
    limit c_pruned_at_once
  ) as old
  where e.tenant_id = p_tenant_id and e.message_id = old.message_id and e.embedding_model = old.embedding_model;
  get diagnostics v_pruned = row_count;
  if v_pruned < c_pruned_at_once then
    update memory.embedding_states as s set has_old_vectors = false where s.tenant_id = p_tenant_id;
  end if;
  return v_pruned;
end
$$;
comment on function memory.settle_embeddings(uuid) is
  'Lets a tenant''s new model answer searches once every message from before the change has its vector or was given up, and then prunes vectors of other models, at most 2000. Returns how many; call again while it is not 0.';
