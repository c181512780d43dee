create or replace function context.list_exchanges(p_customer_id uuid, p_without_conversation_id uuid)
returns table (id uuid, "conversationId" uuid, at text, channel text, role text, text text, status text)
language sql
stable
parallel safe
begin atomic
  select x.id, x.conversation_id, context.to_iso(x.created_at), x.channel, x.role, x.body, x.status
  from (
    select m.id, m.conversation_id, m.created_at, m.channel, m.role, m.body, m.status
    from memory.messages as m
    where m.tenant_id = tenancy.current_tenant()
      and m.customer_id = p_customer_id
      and m.conversation_id is distinct from p_without_conversation_id
      and m.body <> ''
      and m.status not in ('canceled', 'failed', 'undelivered')
      and not m.is_secret
      and m.role <> 'tool'
    order by m.created_at desc, m.id desc
    limit 10
  ) as x
  order by x.created_at, x.id;
end;
comment on function context.list_exchanges(uuid, uuid) is
  'The last ten messages over all channels, without one conversation where one is named, oldest first, without those that never reached anybody and without one-time codes or what tools were called with.';
