create or replace function memory.describe_neighbor(p_message memory.messages)
returns jsonb
language sql
stable
return jsonb_build_object(
  'messageId', (p_message).id, 'role', (p_message).role, 'at', context.to_iso((p_message).created_at),
  'text', left((p_message).body, 300)
);
comment on function memory.describe_neighbor(memory.messages) is 'A message beside a hit; its text is cut after 300 characters.';
