create or replace function api.post_chat_message(
  p_tenant_id uuid, p_chat_id uuid, p_client_id uuid, p_text text, p_default_timeout_hours integer default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_key constant text := p_chat_id || ':' || p_client_id;
  v_chat memory.chats;
  v_message memory.messages;
  v_conversation memory.conversations;
  v_phrase text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if btrim(coalesce(p_text, '')) = '' or length(p_text) > 4000 then
    raise exception 'a message has 1 to 4000 characters' using errcode = 'RP003';
  end if;
  perform outreach.lock_address('web', p_chat_id::text);
  select m.* into v_message
  from memory.messages as m
  where m.tenant_id = p_tenant_id and m.provider = 'web' and m.provider_message_id = v_key;
  if found then
    return jsonb_build_object(
      'outcome', 'duplicate', 'conversationId', v_message.conversation_id, 'message', memory.describe_chat_message(v_message),
      'isUrgent', false
    );
  end if;
  select c.* into v_chat from memory.chats as c where c.tenant_id = p_tenant_id and c.id = p_chat_id and c.revoked_at is null;
  if not found then
    raise exception 'no such chat' using errcode = 'RP001';
  end if;

  v_conversation := memory.enter_chat(v_chat, p_default_timeout_hours);
  insert into memory.messages (
    tenant_id, conversation_id, customer_id, direction, role, channel, body, provider, provider_message_id, status, created_at
  )
  values (
    p_tenant_id, v_conversation.id, v_conversation.customer_id, 'inbound', 'customer', 'web', p_text, 'web', v_key, 'received',
    memory.next_chat_time(v_conversation)
  )
  returning * into v_message;
  update memory.conversations as c
  set last_message_at = v_message.created_at, last_inbound_message_id = v_message.id
  where c.tenant_id = p_tenant_id and c.id = v_conversation.id;

  -- Words of one word are for texts, where the carrier reads them too.
  if v_chat.verified_at is not null and exists (
    select from outreach.read_consent(p_text) as r where r.action = 'opt_out' and r.source = 'free_text'
  ) then
    perform memory.refuse_for_phones(v_conversation.customer_id, v_message.id, p_text);
  end if;
  v_phrase := memory.find_emergency_phrase(p_text);
  if v_phrase is not null then
    perform memory.report_emergency(v_message.id, v_phrase);
  end if;
  perform queue.enqueue(
    'chat_reply', jsonb_build_object('tenantId', p_tenant_id, 'conversationId', v_conversation.id), null, v_conversation.id::text
  );
  return jsonb_build_object(
    'outcome', 'stored', 'conversationId', v_conversation.id, 'message', memory.describe_chat_message(v_message),
    'isUrgent', v_phrase is not null
  );
end
$$;
comment on function api.post_chat_message(uuid, uuid, uuid, text, integer) is
  'Takes in what a visitor wrote, once for each client id: {outcome: stored | duplicate, conversationId, message: {id, clientId, role, text, at}, isUrgent}. It joins the open conversation or opens one, an emergency is reported to the on-call number, a verified customer''s refusal of texts holds for their numbers, a reply is enqueued. RP001 for a chat that is not there or was revoked, RP003 for a text that is empty or over 4000 characters.';
