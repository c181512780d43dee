create or replace function api.receive_sms(p_message jsonb)
returns jsonb
language plpgsql
volatile
strict
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
declare
  c_nothing constant jsonb := '{
    "tenantId": null, "conversationId": null, "messageId": null, "customerId": null, "isAmbiguous": false,
    "isNewCustomer": false, "consent": null, "isUrgent": false, "replyQueued": false
  }';
  v_from text := p_message ->> 'from';
  v_route record;
  v_known record;
  v_conversation memory.conversations;
  v_party record;
  v_message_id uuid;
  v_consent record;
  v_consent_action text;
  v_is_urgent boolean := false;
  v_is_suppressed boolean;
  v_reply_queued boolean;
begin
  select e.tenant_id, e.location_id, e.id as endpoint_id into v_route
  from tenancy.channel_endpoints as e
  join tenancy.tenants as t on t.id = e.tenant_id and t.status = 'active'
  where e.channel = 'sms' and e.address = lower(btrim(p_message ->> 'to')) and e.is_active;
  if not found then
    perform outreach.keep_unrouted(
      'twilio', 'sms', p_message ->> 'messageSid', p_message ->> 'to', 'no tenant has this number',
      coalesce(p_message -> 'raw', '{}')
    );
    return c_nothing || '{"outcome": "unrouted"}';
  end if;
  perform tenancy.set_tenant(v_route.tenant_id);
  perform outreach.lock_address('sms', v_from);

  select m.id, m.conversation_id, c.customer_id, c.is_ambiguous into v_known
  from memory.messages as m
  join memory.conversations as c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
  where m.tenant_id = v_route.tenant_id and m.provider = 'twilio' and m.provider_message_id = p_message ->> 'messageSid';
  if found then
    return c_nothing || jsonb_build_object(
      'outcome', 'duplicate', 'tenantId', v_route.tenant_id, 'conversationId', v_known.conversation_id,
      'messageId', v_known.id, 'customerId', v_known.customer_id, 'isAmbiguous', v_known.is_ambiguous
    );
  end if;

  v_conversation := memory.open_conversation(
    v_route.location_id, v_route.endpoint_id, 'sms', v_from,
    memory.conversation_timeout(v_route.tenant_id, (p_message ->> 'defaultTimeoutHours')::integer)
  );
  select i.customer_id, i.is_ambiguous, i.is_new into v_party
  from memory.identify_party(v_conversation.id, p_message ->> 'body') as i;
  v_message_id := memory.store_inbound(v_conversation.id, v_party.customer_id, p_message);

  select c.action, c.source into v_consent
  from outreach.read_consent(p_message ->> 'body', p_message ->> 'optOutType') as c;
  if v_consent.action is not null then
    v_consent_action := outreach.apply_consent(
      v_consent.action, v_consent.source, 'sms', v_from, v_party.customer_id, v_message_id,
      left(p_message ->> 'body', 500), v_route.endpoint_id
    );
  end if;
  if v_consent_action is null or v_consent.source = 'free_text' then
    v_is_urgent := memory.report_emergency(v_message_id);
  end if;

  select exists (
    select from outreach.suppressions as s
    where s.tenant_id = v_route.tenant_id and s.channel = 'sms' and s.address = v_from
  ) into v_is_suppressed;
  v_reply_queued := v_consent_action is null and not v_is_suppressed and v_from ~ '^\+';
  if v_reply_queued then
    perform queue.enqueue(
      'reply', jsonb_build_object('tenantId', v_route.tenant_id, 'conversationId', v_conversation.id), null,
      v_conversation.id::text
    );
  end if;
  if v_consent_action = 'opt_out' then
    update memory.conversations as c
    set status = 'closed', closed_reason = 'opt_out', closed_at = ops.now()
    where c.tenant_id = v_route.tenant_id and c.id = v_conversation.id;
  end if;

  return jsonb_build_object(
    'outcome', 'stored', 'tenantId', v_route.tenant_id, 'conversationId', v_conversation.id, 'messageId', v_message_id,
    'customerId', v_party.customer_id, 'isAmbiguous', v_party.is_ambiguous, 'isNewCustomer', v_party.is_new,
    'consent', v_consent_action, 'isUrgent', v_is_urgent, 'replyQueued', v_reply_queued
  );
end
$$;
comment on function api.receive_sms(jsonb) is
  'Takes in one text message, all in one transaction: {messageSid, accountSid, from, to, body, numSegments, optOutType, media: [{url, contentType}], idempotencyToken, raw, defaultTimeoutHours?}. The number it came to says whose it is; the sender is recognised or becomes a customer; the message joins the open conversation or opens one; STOP, START, HELP and free-text refusals take effect; an emergency is reported to the on-call number; a reply is enqueued. Returns {outcome: stored | duplicate | unrouted, tenantId, conversationId, messageId, customerId, isAmbiguous, isNewCustomer, consent: opt_out | opt_in | help | null, isUrgent, replyQueued}. A MessageSid seen before is a duplicate and changes nothing.';
