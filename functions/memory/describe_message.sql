create or replace function memory.describe_message(p_message memory.messages)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_message.id, 'conversationId', p_message.conversation_id, 'channel', p_message.channel,
    'direction', p_message.direction, 'role', p_message.role, 'text', p_message.body, 'status', p_message.status,
    -- To the microsecond: a page goes on from here.
    'at', to_char(p_message.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'writtenBy', p_message.written_by,
    'media', (
      select coalesce(jsonb_agg(jsonb_build_object('url', a.url, 'contentType', a.content_type) order by a.position), '[]')
      from memory.attachments as a
      where a.tenant_id = p_message.tenant_id and a.message_id = p_message.id
    )
  );
end
$$;
comment on function memory.describe_message(memory.messages) is
  'A message as staff see it: {id, conversationId, channel, direction, role, text, status, at in microseconds, writtenBy, media: [{url, contentType}]}.';
