-- owner: rapport_analytics
create or replace view analytics.sends
with (security_barrier = true) as
select
  d.id as send_id,
  d.message_id,
  m.conversation_id,
  m.customer_id,
  d.purpose,
  d.channel::text as channel,
  d.to_address,
  d.state,
  d.reason,
  d.error_code,
  d.attempt as attempts,
  m.num_segments,
  m.cost_usd,
  d.created_at,
  m.sent_at,
  m.delivered_at,
  m.failed_at
from outreach.deliveries as d
left join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
-- A fence: no condition of the reader's is estimated from, or tried on, rows behind the wall.
offset 0;

comment on view analytics.sends is
  'One row a message that was to be sent: purpose (reply, emergency_alert, verification, staff, campaign), recipient, state (queued, sending, sent, delivered, failed, unknown, canceled, held, undeliverable, needs_person) with the reason, attempts, cost in US dollars.';
