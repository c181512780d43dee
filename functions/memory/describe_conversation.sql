create or replace function memory.describe_conversation(p_conversation memory.conversations)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_conversation.id, 'channel', p_conversation.channel, 'status', p_conversation.status,
    'openedAt', context.to_iso(p_conversation.opened_at), 'lastMessageAt', context.to_iso(p_conversation.last_message_at),
    'summary', p_conversation.summary, 'urgentAt', context.to_iso(p_conversation.urgent_at),
    'needsPersonAt', context.to_iso(p_conversation.needs_person_at), 'needsPersonReason', p_conversation.needs_person_reason
  );
end
$$;
comment on function memory.describe_conversation(memory.conversations) is
  'A conversation as staff see it: {id, channel, status, openedAt, lastMessageAt, summary, urgentAt, needsPersonAt, needsPersonReason}.';
