create or replace function ai.list_unanswered(p_conversation memory.conversations)
returns table (message_id uuid, body text, has_media boolean, created_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_answered_at timestamptz;
  v_answered_id uuid;
begin
  select a.created_at, a.id into v_answered_at, v_answered_id
  from (
    select m.created_at, m.id
    from outreach.deliveries as d
    join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.answers_message_id
    join memory.messages as r on r.tenant_id = d.tenant_id and r.id = d.message_id
    where d.tenant_id = p_conversation.tenant_id
      and m.conversation_id = p_conversation.id
      and d.purpose = 'reply'
      and d.state not in ('canceled', 'failed')
      -- Asking who is writing answered nothing.
      and r.written_by is distinct from 'local/identity_question'
    union all
    select m.created_at, m.id
    from memory.messages as m
    where m.tenant_id = p_conversation.tenant_id and m.conversation_id = p_conversation.id
      -- In a call the assistant answers by talking, not by the outbox.
      and (m.role = 'staff' or m.role = 'assistant' and m.channel = 'voice')
  ) as a
  order by a.created_at desc, a.id desc
  limit 1;

  return query
  select newest.id, newest.body, newest.has_media, newest.created_at
  from (
    select
      m.id, m.body, m.created_at,
      exists (select from memory.attachments as t where t.tenant_id = m.tenant_id and t.message_id = m.id) as has_media
    from memory.messages as m
    where m.tenant_id = p_conversation.tenant_id
      and m.conversation_id = p_conversation.id
      and m.direction = 'inbound'
      and (
        v_answered_id is null
        or (m.created_at, m.id) > (v_answered_at, v_answered_id)
        -- Two messages that arrive at once may be stored in the other order than their times say.
        or m.id = p_conversation.last_inbound_message_id and not exists (
          select from outreach.deliveries as d
          where d.tenant_id = m.tenant_id and d.answers_message_id = m.id and d.purpose = 'reply'
        )
      )
      -- Words of consent are for texts: in a chat nothing ends with them.
      and (m.channel = 'web' or not exists (
        select from outreach.consent_events as e where e.tenant_id = m.tenant_id and e.evidence_message_id = m.id
      ))
    order by m.created_at desc, m.id desc
    limit 10
  ) as newest
  order by newest.created_at, newest.id;
end
$$;
comment on function ai.list_unanswered(memory.conversations) is
  'The inbound messages that no reply of ours answers yet, oldest first, at most the ten newest; STOP, START and HELP need none.';
