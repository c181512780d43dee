create or replace function api.release_embeddings(p_tenant_id uuid, p_message_ids uuid[])
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_skip_until timestamptz;
begin
  perform tenancy.set_tenant(p_tenant_id);
  update memory.unembedded_messages as u
  set claimed_until = null, attempts = least(u.attempts + 1, 32000)
  where u.tenant_id = p_tenant_id and u.message_id = any (p_message_ids);
  select h.skip_until into v_skip_until
  from memory.embedding_states as s
  join memory.embedding_models as m on m.name = s.model
  join ai.provider_health as h on h.provider = m.provider and h.skip_until > ops.now()
  where s.tenant_id = p_tenant_id;
  if found then
    perform queue.enqueue('embed_messages', jsonb_build_object('tenantId', p_tenant_id), v_skip_until, p_tenant_id::text);
  end if;
  return jsonb_build_object('isPostponed', v_skip_until is not null);
end
$$;
comment on function api.release_embeddings(uuid, uuid[]) is
  'Puts messages back that a job had in hand and could not embed, one attempt more. {isPostponed}: whether their provider is being left alone after failures in a row; then a job is queued for when it is asked again.';
