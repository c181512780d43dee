create or replace function api.start_chat_verification(p_tenant_id uuid, p_chat_id uuid, p_type text, p_value text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  -- How many codes the visitors of one widget may have texted an hour: whoever opens chats floods no numbers.
  c_codes constant integer := 60;
  v_chat memory.chats;
  v_conversation memory.conversations;
  v_rate record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if p_type <> 'phone' then
    raise exception 'there is no channel that could carry a code there' using errcode = 'RP005', constraint = 'channel',
      hint = 'Codes go by text message: verify a phone number.';
  end if;
  perform outreach.lock_address('web', p_chat_id::text);
  select c.* into v_chat from memory.chats as c where c.tenant_id = p_tenant_id and c.id = p_chat_id and c.revoked_at is null;
  if not found then
    raise exception 'no such chat' using errcode = 'RP001';
  end if;
  select t.* into v_rate from ops.take_chat_token('codes', null, v_chat.endpoint_id, c_codes, interval '1 hour') as t;
  if not v_rate.is_taken then
    raise exception 'too many codes were asked for' using errcode = 'RP007', hint = 'Try again later.';
  end if;
  v_conversation := memory.enter_chat(v_chat);
  return api.start_verification(p_tenant_id, v_conversation.customer_id, p_type, p_value, v_conversation.id) - 'code';
end
$$;
comment on function api.start_chat_verification(uuid, uuid, text, text) is
  'Texts a one-time code to the number that a chat''s visitor says is theirs: {verificationId, expiresAt}, the same whether or not anybody is known by it or may be texted. RP005 channel for an e-mail, which nothing here can send to; RP007 after five codes an hour for the chat or the number, or too many for the widget; RP001 for a chat that is not there or was revoked.';
