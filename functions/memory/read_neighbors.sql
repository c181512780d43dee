create or replace function memory.read_neighbors(p_tenant_id uuid, p_conversation_id uuid, p_customer_id uuid, p_at timestamptz, p_message_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_before jsonb;
  v_after jsonb;
begin
  select memory.describe_neighbor(m) into v_before
  from memory.messages as m
  where m.tenant_id = p_tenant_id and m.conversation_id = p_conversation_id and (m.created_at, m.id) < (p_at, p_message_id)
    and not m.is_secret and m.customer_id is not distinct from p_customer_id
  order by m.created_at desc, m.id desc limit 1;
  select memory.describe_neighbor(m) into v_after
  from memory.messages as m
  where m.tenant_id = p_tenant_id and m.conversation_id = p_conversation_id and (m.created_at, m.id) > (p_at, p_message_id)
    and not m.is_secret and m.customer_id is not distinct from p_customer_id
  order by m.created_at, m.id limit 1;
  return jsonb_build_object('before', v_before, 'after', v_after);
end
$$;
comment on function memory.read_neighbors(uuid, uuid, uuid, timestamptz, uuid) is
  'What was said right before and after a message in its conversation, with the same customer: {before, after}, each {messageId, role, at, text} or null; one-time codes are passed over.';
