create or replace function api.prepare_chat_reply(
  p_tenant_id uuid, p_conversation_id uuid, p_writer_id uuid, p_providers jsonb, p_recall jsonb default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_busy_until timestamptz;
  v_brief jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  -- Held until the end: of two who come at once, the second finds the first one's lease.
  perform memory.settle_inbox(c.channel, c.address)
  from memory.conversations as c
  where c.tenant_id = p_tenant_id and c.id = p_conversation_id;
  select d.lease_expires_at into v_busy_until
  from ai.reply_drafts as d
  where d.tenant_id = p_tenant_id and d.conversation_id = p_conversation_id and d.state = 'writing' and d.lease_expires_at > ops.now();
  if found then
    -- Whoever writes now calls the next one when done; this is for when they never are.
    perform queue.enqueue(
      'chat_reply', jsonb_build_object('tenantId', p_tenant_id, 'conversationId', p_conversation_id), v_busy_until,
      p_conversation_id::text
    );
    return '{"action": "none", "reason": "being_written"}';
  end if;

  v_brief := api.prepare_reply(p_tenant_id, p_conversation_id, p_providers, p_recall);
  if v_brief ->> 'action' = 'none' then
    return v_brief;
  end if;
  return v_brief || jsonb_build_object(
    'generation', ai.take_draft(p_conversation_id, (v_brief ->> 'answersMessageId')::uuid, p_writer_id)
  );
end
$$;
comment on function api.prepare_chat_reply(uuid, uuid, uuid, jsonb, jsonb) is
  'As api.prepare_reply, for a chat, where one writes at a time: the caller is the writer from now on (p_writer_id, a new uuid) and writes this generation of the draft: {…, generation}. {action: none, reason: being_written} while another one does.';
