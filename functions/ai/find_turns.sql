create or replace function ai.find_turns(p_conversation memory.conversations)
returns table (message_id uuid, direction text, body text, media bigint, is_unanswered boolean, is_current boolean, created_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_unanswered uuid[] := array(select u.message_id from ai.list_unanswered(p_conversation) as u);
begin
  return query
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
  select s.id, s.direction, s.body, s.media, s.is_unanswered, s.conversation_id = p_conversation.id, s.created_at
  from said as s
  where (s.is_unanswered or s.age <= case when s.conversation_id = p_conversation.id then 20 else 6 end)
    and (btrim(s.body) <> '' or s.media > 0);
end
$$;
comment on function ai.find_turns(memory.conversations) is
  'The messages that a model is shown as turns: the last 20, the tail of the conversation before if it was with the same customer, and everything unanswered. What was never delivered, alerts and codes are left out.';
