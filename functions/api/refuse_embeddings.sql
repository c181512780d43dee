create or replace function api.refuse_embeddings(p_tenant_id uuid, p_message_ids uuid[], p_error_code text)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_given_up integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform from memory.embedding_states as s where s.tenant_id = p_tenant_id for update;
  update memory.unembedded_messages as u
  set given_up_at = ops.now(), error_code = left(p_error_code, 100), claimed_until = null
  where u.tenant_id = p_tenant_id and u.message_id = any (p_message_ids) and u.given_up_at is null;
  get diagnostics v_given_up = row_count;
  perform memory.settle_embeddings(p_tenant_id);
  return v_given_up;
end
$$;
comment on function api.refuse_embeddings(uuid, uuid[], text) is
  'Gives up on messages whose text the service turns away, with its code: they get no vector of this model and keep no other from getting one. Returns how many.';
