create or replace function api.submit_reply(
  p_tenant_id uuid, p_conversation_id uuid, p_answers_message_id uuid, p_text text, p_provider text, p_model text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
declare
  v_conversation memory.conversations;
  v_reply record;
  v_delivery_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_conversation := ai.read_conversation(p_conversation_id);
  -- Held until the end, so that no message and no STOP is taken in between the checks and the outbox.
  perform memory.settle_inbox(v_conversation.channel, v_conversation.address);
  perform from memory.conversations as c where c.tenant_id = p_tenant_id and c.id = p_conversation_id for update;
  v_conversation := ai.read_conversation(p_conversation_id);

  if v_conversation.status is distinct from 'open' then
    return jsonb_build_object('outcome', 'closed', 'deliveryId', null);
  elsif v_conversation.last_inbound_message_id is distinct from p_answers_message_id then
    -- Normally a job for the newer message waits already; this makes sure of it.
    perform queue.enqueue(
      'reply', jsonb_build_object('tenantId', p_tenant_id, 'conversationId', p_conversation_id), null, p_conversation_id::text
    );
    return jsonb_build_object('outcome', 'stale', 'deliveryId', null);
  elsif exists (
    select from outreach.suppressions as s
    where s.tenant_id = p_tenant_id and s.channel = v_conversation.channel and s.address = v_conversation.address
  ) then
    return jsonb_build_object('outcome', 'suppressed', 'deliveryId', null);
  end if;

  v_reply := ai.settle_text(v_conversation, p_text, p_provider, ai.reply_max_characters(p_tenant_id));
  perform ai.capture_requests(v_conversation);
  v_delivery_id := outreach.queue_delivery(
    p_conversation_id, 'reply', v_reply.body, 'assistant', v_conversation.address, p_answers_message_id,
    'reply:' || p_answers_message_id, ops.now() + interval '4 hours', p_written_by => concat_ws('/', p_provider, p_model)
  );
  if v_delivery_id is null then
    return jsonb_build_object('outcome', 'already_answered', 'deliveryId', null);
  end if;
  if v_reply.wants_person then
    perform ai.mark_needs_person(p_conversation_id, 'assistant_asked');
  end if;
  return jsonb_build_object('outcome', 'queued', 'deliveryId', v_delivery_id);
end
$$;
comment on function api.submit_reply(uuid, uuid, uuid, text, text, text) is
  'Puts a reply into the outbox if it is still wanted: {outcome: queued|stale|suppressed|already_answered|closed, deliveryId|null}. Stale: a newer inbound message is there, and a job that answers both. The text is tidied and limited to the tenant''s length; [[PERSON]] in a model''s text puts the conversation before a person. It expires after four hours. RP003: no text.';
