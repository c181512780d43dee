create or replace function api.continue_call(p_tenant_id uuid, p_call_id uuid, p_event jsonb)
returns jsonb
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_call memory.calls;
  v_after text := p_event ->> 'after';
  v_number text;
  v_said text[] := '{}';
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_call := memory.lock_call(p_call_id);
  if v_after = 'recording' then
    return memory.describe_step(v_call, 'hang_up', '{call_thanks}');
  elsif v_after = 'dial' then
    update memory.calls as c set dial_status = left(p_event ->> 'dialStatus', 40) where c.tenant_id = p_tenant_id and c.id = p_call_id;
    if p_event ->> 'dialStatus' in ('completed', 'answered') then
      return memory.describe_step(v_call, 'hang_up', '{}');
    end if;
    return memory.describe_step(v_call, 'voicemail', '{call_leave_message}');
  elsif v_after = 'stream' and (v_call.stream_end = 'hung_up' or p_event ->> 'callStatus' = 'completed') then
    -- Nobody is on the line any more.
    update memory.calls as c set stream_end = coalesce(c.stream_end, 'hung_up') where c.tenant_id = p_tenant_id and c.id = p_call_id
    returning * into v_call;
    perform memory.end_call(v_call);
    return memory.describe_step(v_call, 'hang_up', '{}');
  end if;

  -- The stream ended and nobody said why: the process that held it is gone.
  if v_after = 'stream' then
    v_after := coalesce(v_call.stream_end, 'lost');
  end if;
  v_said := case v_after
    when 'person' then '{}' when 'time_limit' then '{call_time_limit}' else '{call_broken_off}'
  end;
  v_number := memory.transfer_number(
    (select c.location_id from memory.conversations as c where c.tenant_id = p_tenant_id and c.id = v_call.conversation_id),
    v_call.from_number, p_event -> 'channelState'
  );
  update memory.calls as c
  set stream_end = v_after, stream_ended_at = coalesce(c.stream_ended_at, ops.now()), transfer_to = v_number,
    transfer_reason = coalesce(left(p_event ->> 'reason', 300), c.transfer_reason, v_after),
    transferred_at = case when v_number is not null then ops.now() end
  where c.tenant_id = p_tenant_id and c.id = p_call_id
  returning * into v_call;
  perform ai.mark_needs_person(v_call.conversation_id, case v_after when 'person' then 'person_please' else 'call_broken_off' end);
  if v_number is not null then
    return memory.describe_step(v_call, 'dial', v_said || '{call_transfer}', v_number);
  end if;
  return memory.describe_step(v_call, 'voicemail', v_said || '{call_leave_message}');
end
$$;
comment on function api.continue_call(uuid, uuid, jsonb) is
  'What happens next in a call: {after: person | model_failed | time_limit | shutdown (the assistant stops for that reason) | stream | dial | recording (what Twilio was told to do ended), channelState: {demoMode, allowedRecipients}, reason?, dialStatus?, callStatus?}. Returns {action: dial | voicemail | hang_up, say | null, number | null, callerId | null}: the caller is put through where there is a number, else to the voicemail. Asked again, it says the same. RP001 for an unknown call.';
