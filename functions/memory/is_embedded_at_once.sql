create or replace function memory.is_embedded_at_once(p_tenant_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_EMBEDDINGS') and (
    tenancy.is_enabled(p_tenant_id, 'REAL_TIME_EMBEDDINGS')
    -- What is made here costs nothing, so that nothing speaks for waiting; whose model is not known yet is asked.
    or coalesce((select s.model from memory.embedding_states as s where s.tenant_id = p_tenant_id), 'local') = 'local'
  );
end
$$;
comment on function memory.is_embedded_at_once(uuid) is
  'Whether a tenant''s messages get their vectors from the queue within seconds: with the flag REAL_TIME_EMBEDDINGS, and always by the local model. The others wait for the nightly batch.';
