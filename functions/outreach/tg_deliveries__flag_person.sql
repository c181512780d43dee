-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function outreach.tg_deliveries__flag_person()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  update memory.conversations as c
  set needs_person_at = coalesce(c.needs_person_at, ops.now()),
    needs_person_reason = case
      when d.purpose = 'emergency_alert' then 'the on-call number was not reached'
      else 'it is not known whether a message was sent'
    end
  from (
    select distinct on (n.tenant_id, m.conversation_id) n.tenant_id, m.conversation_id, n.purpose
    from new_rows as n
    join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id and o.state <> n.state
    join memory.messages as m on m.tenant_id = n.tenant_id and m.id = n.message_id
    where n.state = 'needs_person' or n.purpose = 'emergency_alert' and n.state in ('failed', 'canceled')
    order by n.tenant_id, m.conversation_id, n.purpose = 'emergency_alert' desc
  ) as d
  where c.tenant_id = d.tenant_id and c.id = d.conversation_id;
  return null;
end
$$;
comment on function outreach.tg_deliveries__flag_person() is
  'Hands a conversation to a person when it cannot be known whether a message was sent, or when the on-call number was not reached.';

create or replace trigger _500_flag_person after update on outreach.deliveries
referencing old table as old_rows new table as new_rows
for each statement execute function outreach.tg_deliveries__flag_person();
