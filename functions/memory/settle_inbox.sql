create or replace function memory.settle_inbox(p_channel text, p_address text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform outreach.lock_address(p_channel, p_address);
  -- A statement of its own: it sees what was committed while the lock was waited for.
  if exists (
    select from memory.inbox as i
    where i.tenant_id = tenancy.current_tenant() and i.channel = p_channel and i.address = p_address
  ) then
    perform memory.process_inbox(p_channel, p_address);
  end if;
end
$$;
comment on function memory.settle_inbox(text, text) is
  'Locks an address (outreach.lock_address) and takes in what waits from it: for whatever is about to decide on it, so that a STOP or a newer message that was acknowledged before counts.';
