create or replace function ai.read_progress(p_message memory.messages)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := p_message.tenant_id;
  v_reply record;
  v_draft ai.reply_drafts;
begin
  -- One reply answers all that was said until then: the first one to this message or a later one. A person's words do too.
  select f.reply, f.answers_message_id into v_reply
  from (
    select m as reply, d.answers_message_id, a.created_at as at
    from memory.messages as a
    join outreach.deliveries as d on d.tenant_id = a.tenant_id and d.answers_message_id = a.id and d.purpose = 'reply'
    join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
    where a.tenant_id = v_tenant_id and a.conversation_id = p_message.conversation_id
      and (a.created_at, a.id) >= (p_message.created_at, p_message.id)
    union all
    select m, p_message.id, m.created_at
    from memory.messages as m
    where m.tenant_id = v_tenant_id and m.conversation_id = p_message.conversation_id and m.created_at > p_message.created_at
      and m.role = 'staff' and m.channel = 'web'
  ) as f
  order by f.at
  limit 1;
  if found then
    return jsonb_build_object(
      'messageId', p_message.id, 'state', 'done', 'answersMessageId', v_reply.answers_message_id,
      'reply', memory.describe_chat_message(v_reply.reply),
      'usage', (
        select d.usage from ai.reply_drafts as d where d.tenant_id = v_tenant_id and d.answers_message_id = v_reply.answers_message_id
      )
    );
  end if;

  select d.* into v_draft
  from ai.reply_drafts as d
  join memory.messages as a on a.tenant_id = d.tenant_id and a.id = d.answers_message_id
  where d.tenant_id = v_tenant_id and d.conversation_id = p_message.conversation_id and d.state = 'writing'
    and (a.created_at, a.id) >= (p_message.created_at, p_message.id);
  if not found then
    return jsonb_build_object('messageId', p_message.id, 'state', 'queued', 'isBehind', exists (
      select from ai.reply_drafts as d
      where d.tenant_id = v_tenant_id and d.conversation_id = p_message.conversation_id and d.state = 'writing'
    ));
  end if;
  -- Its writer is gone: somebody watches, so the next one comes now.
  if v_draft.lease_expires_at <= ops.now() then
    perform queue.enqueue(
      'chat_reply', jsonb_build_object('tenantId', v_tenant_id, 'conversationId', p_message.conversation_id), null,
      p_message.conversation_id::text
    );
  end if;
  return jsonb_build_object(
    'messageId', p_message.id, 'state', 'writing', 'answersMessageId', v_draft.answers_message_id,
    'generation', v_draft.generation, 'text', v_draft.text, 'tools', v_draft.tools, 'failure', v_draft.failure
  );
end
$$;
comment on function ai.read_progress(memory.messages) is
  'How far the answer to a chat message is: see api.read_reply_drafts.';
