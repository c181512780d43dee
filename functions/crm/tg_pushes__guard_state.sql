create or replace function crm.tg_pushes__guard_state()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if not new.state = any (case old.state
    when 'queued' then array['sending', 'skipped']
    when 'sending' then array['queued', 'done', 'skipped', 'failed', 'unknown', 'needs_person']
    when 'unknown' then array['sending', 'skipped', 'needs_person', 'queued']
    when 'failed' then array['queued']
    when 'needs_person' then array['queued']
    else '{}'
  end) then
    raise exception 'a push cannot go from % to %', old.state, new.state using errcode = 'RP004';
  end if;
  if new.state <> 'sending' then
    new.lease_expires_at := null;
    new.step := null;
  end if;
  return new;
end
$$;
comment on function crm.tg_pushes__guard_state() is
  'The state machine of the outbox to HousecallPro: RP004 for a step it does not have. done and skipped are final; failed and needs_person are queued again by a person.';

create or replace trigger _200_guard_state before update of state on crm.pushes
for each row when (old.state is distinct from new.state)
execute function crm.tg_pushes__guard_state();
