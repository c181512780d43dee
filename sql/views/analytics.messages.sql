-- owner: rapport_analytics
create or replace view analytics.messages
with (security_barrier = true) as
select
  m.id as message_id,
  m.conversation_id,
  m.customer_id,
  m.direction,
  m.role,
  m.channel::text as channel,
  case when m.is_secret then null else m.body end as body,
  m.status,
  m.error_code,
  m.num_segments,
  m.written_by,
  m.cost_usd,
  m.created_at,
  m.sent_at,
  m.delivered_at,
  c.semantic_category,
  case when m.is_secret then null else c.extracted_entities end as extracted_entities
from memory.messages as m
left join memory.message_classes as c on c.tenant_id = m.tenant_id and c.message_id = m.id
-- A fence: no condition of the reader's is estimated from, or tried on, rows behind the wall.
offset 0;

comment on view analytics.messages is
  'One row a message, both ways: direction (inbound, outbound), role (customer, assistant, staff, system), text (null for one-time codes), delivery status, who wrote it (provider/model or local), what a customer''s message is about (issue_report, booking_request, price_inquiry, feedback, general) and what it names ({addresses, services, dates}), times in UTC.';
