create or replace function memory.note_unembedded(p_tenant_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- Whoever fills works through it next and needs no job.
  perform set_config('rapport.embedding_enqueued', p_tenant_id::text, true);
  insert into memory.unembedded_messages (tenant_id, message_id, said_at)
  select m.tenant_id, m.id, m.created_at
  from memory.messages as m
  where m.tenant_id = p_tenant_id and memory.is_worth_embedding(m) and not memory.is_notice(m.tenant_id, m.id) and not exists (
    select from memory.conversation_embeddings as e
    join memory.embedding_states as s on s.tenant_id = e.tenant_id and s.model = e.embedding_model
    where e.tenant_id = p_tenant_id and e.message_id = m.id
  )
  on conflict (tenant_id, message_id) do update
  set attempts = 0, given_up_at = null, error_code = null, claimed_until = null;
  update memory.embedding_states as s set is_filled = true where s.tenant_id = p_tenant_id;
end
$$;
comment on function memory.note_unembedded(uuid) is
  'Notes every message of a tenant that is worth a vector and has none of its model; what another model''s service refused is tried again.';
