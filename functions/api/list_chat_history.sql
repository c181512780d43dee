create or replace function api.list_chat_history(p_tenant_id uuid, p_chat_id uuid, p_cursor uuid default null, p_limit integer default 50)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_before_at timestamptz := 'infinity';
  v_messages jsonb;
  v_found integer;
  v_pending text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if p_cursor is not null then
    select m.created_at into v_before_at
    from memory.messages as m
    join memory.conversations as c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where m.tenant_id = p_tenant_id and m.id = p_cursor and c.channel = 'web' and c.address = p_chat_id::text;
    if not found then
      raise exception 'no such place in the history' using errcode = 'RP003', hint = 'Use the nextCursor of the page before.';
    end if;
  end if;
  with page as (
    select m, row_number() over (order by (m).created_at desc, (m).id desc) as place
    from (
      select m
      from tenancy.channel_endpoints as e
      join memory.conversations as c
        on c.tenant_id = e.tenant_id and c.endpoint_id = e.id and c.channel = 'web' and c.address = p_chat_id::text
      join memory.messages as m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
      where e.tenant_id = p_tenant_id and e.channel = 'web' and m.channel = 'web' and not m.is_secret
        and m.role in ('customer', 'assistant', 'staff', 'system')
        and m.status not in ('canceled', 'failed')
        and (m.created_at, m.id) < (v_before_at, coalesce(p_cursor, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by m.created_at desc, m.id desc
      limit p_limit + 1
    ) as found
  )
  select
    coalesce(jsonb_agg(memory.describe_chat_message(p.m) order by p.place desc) filter (where p.place <= p_limit), '[]'), count(*)
  into v_messages, v_found
  from page as p;

  select nullif(split_part(m.provider_message_id, ':', 2), '') into v_pending
  from memory.conversations as c
  cross join lateral ai.list_unanswered(c) as u
  join memory.messages as m on m.tenant_id = c.tenant_id and m.id = u.message_id
  where c.tenant_id = p_tenant_id and c.channel = 'web' and c.address = p_chat_id::text and c.status = 'open'
  order by u.created_at, u.message_id
  limit 1;
  return jsonb_build_object(
    'messages', v_messages, 'nextCursor', case when v_found > p_limit then v_messages -> 0 -> 'id' end, 'pending', v_pending
  );
end
$$;
comment on function api.list_chat_history(uuid, uuid, uuid, integer) is
  'What was said in a chat through all its conversations, the newest p_limit before p_cursor: {messages: [{id, clientId, role, text, at}] oldest first, nextCursor (older ones, null at the beginning), pending: the client id of the oldest message that has no answer yet}. RP003 for a cursor of another chat.';
