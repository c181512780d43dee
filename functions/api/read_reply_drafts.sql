create or replace function api.read_reply_drafts(p_tenant_id uuid, p_message_ids uuid[])
returns setof jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select ai.read_progress(m)
  from memory.messages as m
  where m.tenant_id = p_tenant_id and m.id = any (p_message_ids) and m.direction = 'inbound' and m.channel = 'web';
end
$$;
comment on function api.read_reply_drafts(uuid, uuid[]) is
  'How far the answers to chat messages are, for those who watch several: {messageId, state: queued, isBehind: another reply comes first} | {messageId, state: writing, answersMessageId, generation, text, tools: [{name, state}], failure|null} | {messageId, state: done, answersMessageId, reply: {id, clientId, role, text, at}, usage: {provider, model, inputTokens, outputTokens, reason}|null}. One reply answers every message before it. Where a writer''s lease has ended, another one is called.';
