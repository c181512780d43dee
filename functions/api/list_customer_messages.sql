create or replace function api.list_customer_messages(
  p_tenant_id uuid, p_customer_id uuid, p_limit integer default 50, p_before text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_customer_id uuid;
  v_messages jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if p_limit not between 1 and 200 then
    raise exception 'a page has 1 to 200 messages' using errcode = 'RP003';
  end if;
  v_customer_id := identity.know_customer(p_customer_id);

  select coalesce(jsonb_agg(memory.describe_message(m) order by m.created_at desc, m.id desc), '[]') into v_messages
  from (
    select x.*
    from memory.messages as x
    where x.tenant_id = p_tenant_id
      and x.customer_id = v_customer_id
      and not x.is_secret
      and x.role <> 'tool'
      and (p_before is null or (x.created_at, x.id) < (split_part(p_before, '_', 1)::timestamptz, split_part(p_before, '_', 2)::uuid))
    order by x.created_at desc, x.id desc
    limit p_limit
  ) as m;
  return jsonb_build_object(
    'customerId', v_customer_id,
    'messages', v_messages,
    'conversations', (
      select coalesce(jsonb_agg(memory.describe_conversation(c) order by c.last_message_at desc, c.id desc), '[]')
      from memory.conversations as c
      where c.tenant_id = p_tenant_id
        and c.id in (select (m.message ->> 'conversationId')::uuid from jsonb_array_elements(v_messages) as m (message))
    ),
    'next', case when jsonb_array_length(v_messages) = p_limit then
      concat_ws('_', v_messages -> -1 ->> 'at', v_messages -> -1 ->> 'id')
    end
  );
end
$$;
comment on function api.list_customer_messages(uuid, uuid, integer, text) is
  'What a customer and the business said to each other on all channels, newest first: {customerId, messages: [{id, conversationId, channel, direction, role, text, status, at, writtenBy, media}], conversations of these: [{id, channel, status, openedAt, lastMessageAt, summary, urgentAt, needsPersonAt, needsPersonReason}], next}. p_before: the next of the page before, null for the newest page; next is null on the last. One-time codes and what tools were called with are left out. RP001 unknown, RP006 erased, RP003 for a limit outside 1 to 200.';
