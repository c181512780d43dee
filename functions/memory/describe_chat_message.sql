create or replace function memory.describe_chat_message(p_message memory.messages)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_message.id,
    'clientId', case when p_message.direction = 'inbound' then nullif(split_part(p_message.provider_message_id, ':', 2), '') end,
    'role', p_message.role,
    'text', p_message.body,
    'at', context.to_iso(p_message.created_at)
  );
end
$$;
comment on function memory.describe_chat_message(memory.messages) is
  'A message as a chat shows it: {id, clientId|null, role, text, at}.';
