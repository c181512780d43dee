create or replace function outreach.decide_delivery(p_delivery outreach.deliveries, p_channel_state jsonb)
returns table (state text, reason text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if exists (
    select from outreach.suppressions as s
    where s.tenant_id = p_delivery.tenant_id and s.channel = p_delivery.channel and s.address = p_delivery.to_address
  )
    -- What is still in the inbox could not be taken in; if it refuses, that counts all the same.
    or exists (
      select from memory.inbox as i
      cross join lateral outreach.read_consent(i.message ->> 'body', i.message ->> 'optOutType') as c
      where i.tenant_id = p_delivery.tenant_id and i.channel = p_delivery.channel and i.address = p_delivery.to_address
        and c.action = 'opt_out'
    )
  then
    return query select 'canceled', 'opted out';
  elsif p_delivery.purpose = 'reply' and exists (
    select from memory.messages as m
    join memory.conversations as c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where m.tenant_id = p_delivery.tenant_id and m.id = p_delivery.message_id
      and c.last_inbound_message_id <> p_delivery.answers_message_id
  ) then
    return query select 'canceled', 'stale';
  elsif p_delivery.expires_at <= ops.now() then
    return query select 'canceled', 'expired';
  elsif p_delivery.not_before > ops.now() then
    return query select 'queued', 'not due';
  elsif coalesce((p_channel_state ->> 'demoMode')::boolean, false)
    and not coalesce(p_channel_state -> 'allowedRecipients' ? p_delivery.to_address, false)
    and not exists (
      select from outreach.allowed_demo_recipients as r
      where r.tenant_id = p_delivery.tenant_id and r.address = p_delivery.to_address
    )
  then
    return query select 'held', 'demo';
  elsif not coalesce((p_channel_state ->> 'hasCredentials')::boolean, false) then
    return query select 'undeliverable', 'no credentials';
  else
    return query select 'sending', null::text;
  end if;
end
$$;
comment on function outreach.decide_delivery(outreach.deliveries, jsonb) is
  'What becomes of a queued delivery now, and why: canceled (opted out, stale: a newer inbound message waits for its own reply, expired), queued (not due), held (demo), undeliverable (no credentials) or sending. The caller has called memory.settle_inbox.';
