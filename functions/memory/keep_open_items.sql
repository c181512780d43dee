create or replace function memory.keep_open_items(p_conversation memory.conversations, p_output jsonb, p_through timestamptz)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := p_conversation.tenant_id;
  v_closed integer;
  v_opened integer;
begin
  update memory.open_items as i
  set closed_at = m.created_at, closing_message_id = m.id
  from jsonb_to_recordset(p_output -> 'closed') as x ("itemId" text, "messageId" text)
  join memory.messages as m
    on m.tenant_id = v_tenant_id and m.conversation_id = p_conversation.id and m.id::text = x."messageId" and m.role not in ('system', 'tool')
    and m.created_at <= p_through
  where i.tenant_id = v_tenant_id and i.customer_id = p_conversation.customer_id and i.id::text = x."itemId" and i.closed_at is null
    -- What opened it cannot have closed it.
    and m.created_at > i.opened_at;
  get diagnostics v_closed = row_count;

  insert into memory.open_items (tenant_id, conversation_id, customer_id, kind, item, message_id, opened_at)
  select distinct on (x.kind, memory.plain_words(x.item))
    v_tenant_id, p_conversation.id, p_conversation.customer_id, x.kind, x.item, x.message_id, x.opened_at
  from (
    select k.kind, context.flatten_text(e.entry ->> 'text', 300) as item, m.id as message_id, m.created_at as opened_at
    from (values ('promise', 'promises'), ('appointment', 'appointments'), ('complaint', 'complaints')) as k (kind, list)
    cross join lateral jsonb_array_elements(p_output -> k.list) as e (entry)
    join memory.messages as m
      on m.tenant_id = v_tenant_id and m.conversation_id = p_conversation.id and m.id::text = e.entry ->> 'messageId' and m.role not in ('system', 'tool')
      and m.created_at <= p_through and not m.is_secret
  ) as x
  where btrim(x.item) <> '' and not exists (
    select from memory.open_items as o
    where o.tenant_id = v_tenant_id and o.customer_id = p_conversation.customer_id and o.kind = x.kind
      and (o.closed_at is null or o.message_id = x.message_id)
      and memory.plain_words(o.item) = memory.plain_words(x.item)
  )
  order by x.kind, memory.plain_words(x.item), x.opened_at;
  get diagnostics v_opened = row_count;
  return jsonb_build_object('opened', v_opened, 'closed', v_closed);
end
$$;
comment on function memory.keep_open_items(memory.conversations, jsonb, timestamptz) is
  'Takes over which promises, appointments and complaints a conversation brought and which it closed: only a later message of it can close one of the same customer; what is not named stays open. {opened, closed}.';
