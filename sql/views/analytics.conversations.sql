-- owner: rapport_analytics
create or replace view analytics.conversations
with (security_barrier = true) as
select
  c.id as conversation_id,
  c.customer_id,
  l.name as location,
  c.channel::text as channel,
  c.status,
  c.closed_reason,
  c.is_ambiguous,
  c.urgent_at,
  c.needs_person_at,
  c.needs_person_reason,
  c.opened_at,
  c.last_message_at,
  c.closed_at,
  coalesce(m.inbound, 0) as inbound_messages,
  coalesce(m.outbound, 0) as outbound_messages
from memory.conversations as c
left join tenancy.locations as l on l.tenant_id = c.tenant_id and l.id = c.location_id
left join (
  select
    g.tenant_id, g.conversation_id,
    count(*) filter (where g.direction = 'inbound') as inbound,
    count(*) filter (where g.direction = 'outbound') as outbound
  from memory.messages as g
  group by g.tenant_id, g.conversation_id
) as m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
-- A fence: no condition of the reader's is estimated from, or tried on, rows behind the wall.
offset 0;

comment on view analytics.conversations is
  'One row a conversation: customer (null while unknown), location, channel, open or closed, when it became urgent or needed a person, and how many messages went each way.';
