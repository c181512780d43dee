-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function outreach.tg_deliveries__mirror_message()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  update memory.messages as m
  set status = case
      when d.state = 'failed' and d.reason = 'undelivered' then 'undelivered'
      else d.state
    end,
    provider_message_id = coalesce(d.provider_message_id, m.provider_message_id),
    error_code = d.error_code,
    sent_at = coalesce(m.sent_at, case when d.state in ('sent', 'delivered') then ops.now() end),
    delivered_at = coalesce(m.delivered_at, case when d.state = 'delivered' then ops.now() end),
    failed_at = coalesce(m.failed_at, case when d.state = 'failed' then ops.now() end),
    -- An unknown one still has to be found at the provider by its text.
    body = case when m.is_secret and d.state not in ('queued', 'sending', 'unknown') then '[one-time code]' else m.body end
  from (
    select n.* from new_rows as n join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
    where (o.state, o.provider_message_id, o.error_code) is distinct from (n.state, n.provider_message_id, n.error_code)
    order by n.tenant_id, n.message_id
  ) as d
  where m.tenant_id = d.tenant_id and m.id = d.message_id;
  return null;
end
$$;
comment on function outreach.tg_deliveries__mirror_message() is
  'Shows the state of a delivery on its message, where it only moves forward, and blanks a secret body once it can no longer be sent.';

create or replace trigger _500_mirror_message after update on outreach.deliveries
referencing old table as old_rows new table as new_rows
for each statement execute function outreach.tg_deliveries__mirror_message();
