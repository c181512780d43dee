create or replace function api.store_call_recording(p_tenant_id uuid, p_call_id uuid, p_recording jsonb)
returns jsonb
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_call memory.calls;
  v_sid constant text := p_recording ->> 'recordingSid';
  v_seconds constant integer := (p_recording ->> 'seconds')::integer;
  v_message_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_call := memory.lock_call(p_call_id);
  insert into memory.messages (
    tenant_id, conversation_id, customer_id, direction, role, channel, body, provider, provider_message_id, status
  )
  select p_tenant_id, c.id, c.customer_id, 'inbound', 'customer', 'voice', format('[Voicemail of %s seconds]', v_seconds), 'twilio', v_sid, 'received'
  from memory.conversations as c
  where c.tenant_id = p_tenant_id and c.id = v_call.conversation_id
  on conflict do nothing
  returning id into v_message_id;
  if v_message_id is null then
    return '{"outcome": "duplicate"}';
  end if;
  insert into memory.attachments (tenant_id, message_id, position, url, content_type)
  values (p_tenant_id, v_message_id, 0, p_recording ->> 'url', 'audio/x-wav');
  update memory.conversations as c
  set last_message_at = ops.now(), last_inbound_message_id = v_message_id
  where c.tenant_id = p_tenant_id and c.id = v_call.conversation_id;
  update memory.calls as c
  set recording_sid = v_sid, recording_url = p_recording ->> 'url', recording_seconds = v_seconds
  where c.tenant_id = p_tenant_id and c.id = p_call_id
  returning * into v_call;
  perform ai.mark_needs_person(v_call.conversation_id, 'voicemail');
  if v_call.ended_at is not null then
    perform memory.end_call(v_call);
  end if;
  return '{"outcome": "stored"}';
end
$$;
comment on function api.store_call_recording(uuid, uuid, jsonb) is
  'Keeps a caller''s voicemail, by reference and once: {recordingSid, url, seconds}. It is a message of the conversation, which is put before a person. Returns {outcome: stored | duplicate}. RP001 for an unknown call.';
