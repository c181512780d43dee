create or replace function memory.take_in(p_item memory.inbox)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := p_item.tenant_id;
  v_body constant text := p_item.message ->> 'body';
  v_known record;
  v_endpoint record;
  v_conversation memory.conversations;
  v_party record;
  v_message_id uuid;
  v_consent record;
  v_consent_action text;
  v_phrase text;
  v_reply_queued boolean;
begin
  select m.id, m.conversation_id, c.customer_id, c.is_ambiguous into v_known
  from memory.messages as m
  join memory.conversations as c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
  where m.tenant_id = v_tenant_id and m.provider = 'twilio' and m.provider_message_id = p_item.event_key;
  if found then
    return jsonb_build_object(
      'outcome', 'duplicate', 'conversationId', v_known.conversation_id, 'messageId', v_known.id,
      'customerId', v_known.customer_id, 'isAmbiguous', v_known.is_ambiguous, 'isNewCustomer', false, 'consent', null,
      'isUrgent', false, 'replyQueued', false
    );
  end if;

  -- Where its own number was taken away since, another one of the tenant: the message was acknowledged.
  select e.id, e.location_id into strict v_endpoint
  from tenancy.channel_endpoints as e
  where e.tenant_id = v_tenant_id and e.channel = p_item.channel
  order by e.id = p_item.endpoint_id desc, e.is_active desc, e.id
  limit 1;
  v_conversation := memory.open_conversation(
    v_endpoint.location_id, v_endpoint.id, p_item.channel, p_item.address, p_item.received_at,
    memory.conversation_timeout(v_tenant_id, (p_item.message ->> 'defaultTimeoutHours')::integer)
  );
  select i.customer_id, i.is_ambiguous, i.is_new into v_party
  from memory.identify_party(v_conversation.id, v_body) as i;
  v_message_id := memory.store_inbound(v_conversation.id, v_party.customer_id, p_item);

  select c.action, c.source into v_consent
  from outreach.read_consent(v_body, p_item.message ->> 'optOutType') as c;
  if v_consent.action is not null then
    v_consent_action := outreach.apply_consent(
      v_consent.action, v_consent.source, p_item.channel, p_item.address, v_party.customer_id, v_message_id,
      left(v_body, 500), v_endpoint.id
    );
  end if;
  if v_consent_action is null or v_consent.source = 'free_text' then
    v_phrase := memory.find_emergency_phrase(v_body);
    if v_phrase is not null then
      perform memory.report_emergency(v_message_id, v_phrase);
    end if;
  end if;

  v_reply_queued := v_consent_action is null and p_item.address ~ '^\+' and not exists (
    select from outreach.suppressions as s
    where s.tenant_id = v_tenant_id and s.channel = p_item.channel and s.address = p_item.address
  );
  if v_reply_queued then
    perform queue.enqueue(
      'reply', jsonb_build_object('tenantId', v_tenant_id, 'conversationId', v_conversation.id), null,
      v_conversation.id::text
    );
  end if;
  if v_consent_action = 'opt_out' then
    update memory.conversations as c
    set status = 'closed', closed_reason = 'opt_out', closed_at = ops.now()
    where c.tenant_id = v_tenant_id and c.id = v_conversation.id;
  end if;

  return jsonb_build_object(
    'outcome', 'stored', 'conversationId', v_conversation.id, 'messageId', v_message_id,
    'customerId', v_party.customer_id, 'isAmbiguous', v_party.is_ambiguous, 'isNewCustomer', v_party.is_new,
    'consent', v_consent_action, 'isUrgent', v_phrase is not null, 'replyQueued', v_reply_queued
  );
end
$$;
comment on function memory.take_in(memory.inbox) is
  'Takes in one text message of the inbox: the sender is recognised or becomes a customer; the message joins the open conversation or opens one; STOP, START, HELP and free-text refusals take effect; an emergency is reported to the on-call number; a reply is enqueued. Returns {outcome: stored | duplicate, conversationId, messageId, customerId, isAmbiguous, isNewCustomer, consent: opt_out | opt_in | help | null, isUrgent, replyQueued}. The caller holds outreach.lock_address and deletes the item.';
