create or replace function identity.list_event_rows()
returns text
language sql
immutable
parallel safe
return
  'select e.ctid as row_id, e.* from crm.webhook_events as e where e.tenant_id = $1 and ('
  'e.event_key in (select m.provider_message_id from memory.messages as m where m.tenant_id = $1 and m.customer_id = any ($2)) '
  'or exists (select from identity.customer_identities as i where i.tenant_id = $1 and i.customer_id = any ($2) '
  'and i.type in (''phone'', ''email'', ''housecall_pro_id'', ''shopmonkey_id'') '
  'and (position(i.value in e.payload::text) > 0 or position(i.value in e.phones::text) > 0) '
  'and not exists (select from identity.customer_identities as o where o.tenant_id = $1 and (o.type, o.value) = (i.type, i.value) '
  'and o.customer_id <> all ($2))))';
comment on function identity.list_event_rows() is
  'A query in the form of identity.owned_rows for the events as they came that are about customers ($1 tenant, $2 their ids): of their messages, or carrying a number, address or CRM id that is theirs alone.';
