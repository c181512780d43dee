create or replace function outreach.tg_deliveries__guard_state()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if not new.state = any (case old.state
    -- Delivered and sent out of queued: an earlier attempt turns out to have arrived while the next one waits.
    when 'queued' then array['sending', 'sent', 'delivered', 'canceled', 'held', 'undeliverable', 'failed']
    when 'sending' then array['queued', 'sent', 'delivered', 'failed', 'unknown']
    when 'unknown' then array['queued', 'sent', 'delivered', 'failed', 'needs_person']
    when 'needs_person' then array['sent', 'delivered', 'failed']
    when 'sent' then array['queued', 'delivered', 'failed']
    else '{}'
  end) then
    raise exception 'a delivery cannot go from % to %', old.state, new.state using errcode = 'RP004';
  end if;
  if new.state <> 'sending' then
    new.lease_expires_at := null;
  end if;
  return new;
end
$$;
comment on function outreach.tg_deliveries__guard_state() is
  'The outbox''s state machine: RP004 for a step it does not have. delivered, failed, canceled, held and undeliverable are final; an unknown one is queued again only on proof that nothing was sent, or that the carrier gave it up.';

create or replace trigger _200_guard_state before update of state on outreach.deliveries
for each row when (old.state is distinct from new.state)
execute function outreach.tg_deliveries__guard_state();
