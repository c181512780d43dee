create or replace function api.claim_delivery(p_tenant_id uuid, p_delivery_id uuid, p_channel_state jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
declare
  v_delivery outreach.deliveries;
  v_state text;
  v_reason text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  -- A STOP that was acknowledged by now is taken in first, and counts.
  perform memory.settle_inbox(d.channel, d.to_address)
  from outreach.deliveries as d
  where d.tenant_id = p_tenant_id and d.id = p_delivery_id;
  v_delivery := outreach.lock_delivery(p_delivery_id);
  if v_delivery.id is null then
    return jsonb_build_object('action', 'none', 'state', null, 'reason', 'no such delivery');
  end if;

  if v_delivery.state = 'sending' and v_delivery.lease_expires_at <= ops.now() then
    update outreach.delivery_attempts as a
    set outcome = 'unknown'
    where a.tenant_id = p_tenant_id and a.delivery_id = p_delivery_id and a.outcome is null;
    select 'unknown', 'lease expired' into v_state, v_reason;
  elsif v_delivery.state <> 'queued' then
    return jsonb_build_object('action', 'none', 'state', v_delivery.state, 'reason', v_delivery.reason);
  else
    select d.state, d.reason into v_state, v_reason
    from outreach.decide_delivery(v_delivery, p_channel_state) as d;
  end if;

  if v_state = 'queued' then
    perform queue.enqueue(
      'send', jsonb_build_object('tenantId', p_tenant_id, 'deliveryId', p_delivery_id), v_delivery.not_before,
      p_delivery_id::text
    );
  else
    update outreach.deliveries as d
    set state = v_state, reason = v_reason,
      attempt = d.attempt + (v_state = 'sending')::integer,
      lease_expires_at = case when v_state = 'sending' then ops.now() + interval '60 seconds' end
    where d.tenant_id = p_tenant_id and d.id = p_delivery_id
    returning d.* into v_delivery;
  end if;
  if v_reason = 'stale' then
    -- Normally a job for the newer message waits already; a consent word brings none, and the question before it is still open.
    perform queue.enqueue(
      'reply', jsonb_build_object('tenantId', p_tenant_id, 'conversationId', m.conversation_id), null, m.conversation_id::text
    )
    from memory.messages as m
    where m.tenant_id = p_tenant_id and m.id = v_delivery.message_id;
  end if;
  if v_state <> 'sending' then
    return jsonb_build_object('action', 'none', 'state', v_state, 'reason', v_reason);
  end if;

  insert into outreach.delivery_attempts (tenant_id, delivery_id, attempt)
  values (p_tenant_id, p_delivery_id, v_delivery.attempt);
  return jsonb_build_object('action', 'send', 'attempt', v_delivery.attempt) || outreach.describe_send(v_delivery);
end
$$;
comment on function api.claim_delivery(uuid, uuid, jsonb) is
  'Decides, at the last moment, whether a queued delivery is sent: {action: send, attempt, from, to, body, mediaUrls, messagingServiceSid} leaves it in state sending under a lease of 60 s, and its result must be recorded; {action: none, state, reason} means there is nothing to do. p_channel_state: {hasCredentials, demoMode, allowedRecipients}. Of any number of callers one is told to send.';
