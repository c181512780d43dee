create or replace function memory.process_inbox(p_channel text, p_address text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_at_once constant integer := 50;
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_actor constant text := current_setting('rapport.actor', true);
  v_request_id constant text := current_setting('rapport.request_id', true);
  v_item memory.inbox;
  v_results jsonb := '[]';
begin
  -- A loop, since each message joins the conversation as the one before it left it.
  for v_item in
    select i.*
    from memory.inbox as i
    where i.tenant_id = v_tenant_id and i.channel = p_channel and i.address = p_address and i.due_at <= ops.now()
    order by i.received_at, i.ordinal
    limit c_at_once
  loop
    perform set_config('rapport.actor', v_item.actor, true),
      set_config('rapport.request_id', coalesce(v_item.request_id, ''), true);
    begin
      v_results := v_results || (memory.take_in(v_item) || jsonb_build_object('requestId', v_item.request_id));
      delete from memory.inbox as i
      where i.tenant_id = v_tenant_id and i.channel = p_channel and i.address = p_address and i.event_key = v_item.event_key;
    exception
      -- Whatever it is: the message was acknowledged and stays, and must not keep the next ones waiting.
      when others then
        update memory.inbox as i
        set attempts = i.attempts + 1, error_code = sqlstate,
          due_at = ops.now() + least(2 ^ least(i.attempts, 10) * 5, 3600) * interval '1 second'
        where i.tenant_id = v_tenant_id and i.channel = p_channel and i.address = p_address and i.event_key = v_item.event_key;
        v_results := v_results || jsonb_build_object('outcome', 'failed', 'errorCode', sqlstate, 'requestId', v_item.request_id);
    end;
  end loop;
  if v_results <> '[]' then
    perform set_config('rapport.actor', coalesce(v_actor, ''), true), set_config('rapport.request_id', coalesce(v_request_id, ''), true);
  end if;
  return v_results;
end
$$;
comment on function memory.process_inbox(text, text) is
  'Takes in what waits from one address, in the order it came, at most 50 messages, and returns what memory.take_in says of each with the requestId of its webhook. One that fails stays, {outcome: failed, errorCode, requestId}, and is tried again after 5 seconds, doubling to an hour. The caller holds outreach.lock_address.';
