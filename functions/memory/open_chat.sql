create or replace function memory.open_chat(p_endpoint_id uuid, p_chat_id uuid, p_epoch integer, p_is_expired boolean)
returns memory.chats
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_chat memory.chats;
begin
  -- A visitor's old session still leads to what they said; to what is known of a customer it does not.
  update memory.chats as c
  set last_seen_at = ops.now()
  where c.tenant_id = v_tenant_id and c.id = p_chat_id and c.epoch = p_epoch and c.revoked_at is null
    and (p_endpoint_id is null or c.endpoint_id = p_endpoint_id)
    and (c.verified_at is null or not p_is_expired)
  returning c.* into v_chat;
  return v_chat;
end
$$;
comment on function memory.open_chat(uuid, uuid, integer, boolean) is
  'The chat that a token names, seen now; all null when it was revoked, the token is of an earlier epoch, it is another endpoint''s, or the chat is verified and the token had expired.';
