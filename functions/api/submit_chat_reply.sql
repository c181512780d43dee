create or replace function api.submit_chat_reply(
  p_tenant_id uuid, p_conversation_id uuid, p_answers_message_id uuid, p_writer_id uuid, p_text text, p_provider text, p_model text,
  p_usage jsonb
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
  -- A chat has room for more than a text message.
  c_longest constant integer := 4000;
  v_conversation memory.conversations;
  v_reply record;
  v_delivery_id uuid;
  v_message memory.messages;
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform memory.settle_inbox(c.channel, c.address)
  from memory.conversations as c
  where c.tenant_id = p_tenant_id and c.id = p_conversation_id;
  v_conversation := ai.read_conversation(p_conversation_id);
  if not exists (
    select from ai.reply_drafts as d
    where d.tenant_id = p_tenant_id and d.answers_message_id = p_answers_message_id and d.state = 'writing' and d.writer_id = p_writer_id
  ) then
    return '{"outcome": "not_the_writer", "message": null}';
  end if;
  v_reply := ai.settle_text(v_conversation, p_text, p_provider, c_longest);
  perform ai.capture_requests(v_conversation);
  v_delivery_id := outreach.queue_delivery(
    p_conversation_id, 'reply', v_reply.body, 'assistant', v_conversation.address, p_answers_message_id,
    'reply:' || p_answers_message_id, null, p_written_by => concat_ws('/', p_provider, p_model)
  );
  if v_reply.wants_person then
    perform ai.mark_needs_person(p_conversation_id, 'assistant_asked');
  end if;
  update ai.reply_drafts as d
  set state = 'done', text = '', usage = p_usage, lease_expires_at = ops.now(), updated_at = ops.now()
  where d.tenant_id = p_tenant_id and d.answers_message_id = p_answers_message_id;
  -- What came meanwhile is answered next.
  if exists (select from ai.list_unanswered(v_conversation)) then
    perform queue.enqueue(
      'chat_reply', jsonb_build_object('tenantId', p_tenant_id, 'conversationId', p_conversation_id), null, p_conversation_id::text
    );
  end if;
  select m.* into v_message
  from outreach.deliveries as d
  join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
  where d.tenant_id = p_tenant_id and d.dedupe_key = 'reply:' || p_answers_message_id;
  return jsonb_build_object(
    'outcome', case when v_delivery_id is null then 'already_answered' else 'stored' end, 'message', memory.describe_chat_message(v_message)
  );
end
$$;
comment on function api.submit_chat_reply(uuid, uuid, uuid, uuid, text, text, text, jsonb) is
  'Stores a chat''s reply, whoever still waits for it, and calls for the next one where more was said meanwhile: {outcome: stored | already_answered | not_the_writer, message: {id, clientId, role, text, at}|null}. The text is tidied; [[PERSON]] in a model''s text puts the conversation before a person. p_usage: {provider, model, inputTokens, outputTokens, reason}, kept for those who watch. not_the_writer: another writer took over. RP003: no text.';
