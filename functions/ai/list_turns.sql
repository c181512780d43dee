create or replace function ai.list_turns(p_conversation memory.conversations)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_unanswered uuid[] := array(select u.message_id from ai.list_unanswered(p_conversation) as u);
begin
  return (
    with said as (
      select m.id, m.created_at, m.direction, m.body, m.conversation_id, m.id = any (v_unanswered) as is_unanswered,
        row_number() over (partition by m.conversation_id order by m.created_at desc, m.id desc) as age,
        (select count(*) from memory.attachments as t where t.tenant_id = m.tenant_id and t.message_id = m.id) as media
      from memory.messages as m
      left join outreach.deliveries as d on d.tenant_id = m.tenant_id and d.message_id = m.id
      where m.tenant_id = p_conversation.tenant_id
        and (
          m.conversation_id = p_conversation.id
          -- Another conversation of a shared number may have been with somebody else.
          or m.conversation_id = p_conversation.previous_conversation_id
            and p_conversation.customer_id is not null
            and m.customer_id = p_conversation.customer_id
            and tenancy.is_enabled(p_conversation.tenant_id, 'CONTEXT_MEMORY_ENABLED')
        )
        and m.role not in ('system', 'tool')
        and m.status not in ('canceled', 'failed', 'undelivered')
        and not m.is_secret
        and coalesce(d.purpose in ('reply', 'campaign'), true)
    )
    select coalesce(jsonb_agg(
      jsonb_build_object(
        'role', case s.direction when 'inbound' then 'user' else 'assistant' end,
        'content', btrim(left(s.body, 1600) || case s.media
          when 0 then ''
          when 1 then ' [sent a photo or file]'
          else format(' [sent %s photos or files]', s.media)
        end)
      )
      -- What is to be answered comes last, even if it arrived while the last reply was on its way.
      order by s.is_unanswered, s.conversation_id = p_conversation.id, s.created_at, s.id
    ), '[]')
    from said as s
    where (s.is_unanswered or s.age <= case when s.conversation_id = p_conversation.id then 20 else 6 end)
      and (btrim(s.body) <> '' or s.media > 0)
  );
end
$$;
comment on function ai.list_turns(memory.conversations) is
  'What was said, oldest first, as [{role: user|assistant, content}]: the last 20 messages, the tail of the conversation before if it was with the same customer, and at the end everything unanswered. What was never delivered, alerts and codes are left out.';
