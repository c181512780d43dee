create or replace function lead.list_open_wishes(p_customer_id uuid)
returns table (id uuid, "conversationId" uuid, at text, channel text, wish text)
language sql
stable
parallel safe
rows 3
begin atomic
  select w.id, w.conversation_id, context.to_iso(w.created_at), c.channel, w.wish
  from lead.booking_wishes as w
  join memory.conversations as c on c.tenant_id = w.tenant_id and c.id = w.conversation_id
  where w.tenant_id = tenancy.current_tenant()
    and w.customer_id = p_customer_id
    and w.status = 'open'
    and w.created_at > ops.now() - interval '60 days'
  order by w.created_at desc, w.id desc
  limit 3;
end;
comment on function lead.list_open_wishes(uuid) is
  'What visits a customer asked for that nobody has booked yet, in their words, on whichever channel: the newest three of the last 60 days, newest first.';
