create or replace function api.claim_embeddings(p_tenant_id uuid, p_models text[], p_is_last boolean default false, p_limit integer default 256)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_lease constant interval := interval '5 minutes';
  v_model text;
  v_skip_until timestamptz;
  v_texts jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if not tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_EMBEDDINGS') then
    return '{"action": "none", "reason": "off"}';
  end if;
  v_model := memory.follow_embedding_model(p_tenant_id, p_models);
  if v_model is null or v_model <> all (p_models) then
    return '{"action": "none", "reason": "no_model"}';
  elsif not memory.is_embedded_at_once(p_tenant_id) then
    perform memory.settle_embeddings(p_tenant_id);
    return '{"action": "none", "reason": "nightly"}';
  end if;
  select h.skip_until into v_skip_until
  from memory.embedding_models as m join ai.provider_health as h on h.provider = m.provider
  where m.name = v_model and h.skip_until > ops.now();
  if found then
    perform queue.enqueue('embed_messages', jsonb_build_object('tenantId', p_tenant_id), v_skip_until, p_tenant_id::text);
    return '{"action": "none", "reason": "provider_unwell"}';
  end if;
  -- One at a time: the state was locked above, and whoever has texts in hand comes back for more.
  if exists (
    select from memory.unembedded_messages as u where u.tenant_id = p_tenant_id and u.given_up_at is null and u.claimed_until > ops.now()
  ) then
    return '{"action": "none", "reason": "busy"}';
  end if;

  with claimed as (
    update memory.unembedded_messages as u set claimed_until = ops.now() + c_lease
    from memory.list_claimable(p_tenant_id, least(greatest(p_limit, 1), 2048)) as l
    where u.tenant_id = p_tenant_id and u.message_id = l.message_id
    returning u.message_id, l.body
  )
  select jsonb_agg(jsonb_build_object('messageId', c.message_id, 'text', c.body, 'fingerprint', md5(c.body)))
  into v_texts
  from claimed as c;
  if v_texts is not null then
    if p_is_last then
      perform queue.enqueue('embed_messages', jsonb_build_object('tenantId', p_tenant_id), p_singleton_key => p_tenant_id::text);
    end if;
    return jsonb_build_object('action', 'embed', 'model', v_model, 'texts', v_texts);
  end if;
  return jsonb_build_object(
    'action', case when memory.settle_embeddings(p_tenant_id) > 0 then 'again' else 'none' end, 'reason', 'done'
  );
end
$$;
comment on function api.claim_embeddings(uuid, text[], boolean, integer) is
  'What a tenant''s messages need next, p_models being the models that can be asked, the preferred one first: {action: embed, model, texts: [{messageId, text, fingerprint}]}, at most p_limit and in this caller''s hands for five minutes, with p_is_last a job for the rest is queued; {action: again, reason} when old vectors were pruned and more may be; {action: none, reason: done | off | no_model | nightly | provider_unwell (a job for later is queued) | busy (another job has texts of the tenant in hand)}.';
