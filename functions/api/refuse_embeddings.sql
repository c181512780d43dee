create or replace function api.refuse_embeddings(p_tenant_id uuid, p_message_id uuid, p_error_code text, p_others_passed boolean)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  -- A text that is refused with no other to prove that the service takes any may be none of the text's fault.
  c_tries constant integer := 3;
  v_is_given_up boolean;
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform from memory.embedding_states as s where s.tenant_id = p_tenant_id for update;
  update memory.unembedded_messages as u
  set given_up_at = ops.now(), error_code = left(p_error_code, 100), claimed_until = null
  where u.tenant_id = p_tenant_id and u.message_id = p_message_id and u.given_up_at is null
    and (p_others_passed or u.attempts + 1 >= c_tries);
  v_is_given_up := found;
  perform memory.settle_embeddings(p_tenant_id);
  return v_is_given_up;
end
$$;
comment on function api.refuse_embeddings(uuid, uuid, text, boolean) is
  'Tells that the service turned a message''s text away, with its code, and whether it took others of the same job. The message is given up when it did, or at its third attempt: it gets no vector of this model and keeps no other from getting one. Returns whether it is; if not, release it for another attempt.';
