create or replace function outreach.lock_address(p_channel text, p_address text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(outreach.address_key(p_channel, p_address));
end
$$;
comment on function outreach.lock_address(text, text) is
  'Serialises, until the end of the transaction, everything that decides about one address: taking in what it wrote, its consent, claiming and settling what is sent to it. Lock order: address, identity, conversation, delivery.';
