create or replace function api.store_call_turn(p_tenant_id uuid, p_call_id uuid, p_turn jsonb)
returns jsonb
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_call memory.calls;
  v_conversation memory.conversations;
  v_body constant text := left(btrim(p_turn ->> 'text'), 65536);
  v_is_caller constant boolean := p_turn ->> 'role' = 'customer';
  v_message_id uuid;
  v_phrase text;
  v_customer_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_call := memory.lock_call(p_call_id);
  insert into memory.messages (
    tenant_id, conversation_id, customer_id, direction, role, channel, body, provider, provider_message_id, status, written_by, created_at
  )
  select
    p_tenant_id, c.id, c.customer_id, case when v_is_caller then 'inbound' else 'outbound' end,
    case when v_is_caller then 'customer' else 'assistant' end, 'voice', v_body, 'twilio',
    v_call.call_sid || ':' || (p_turn ->> 'itemId'), case when v_is_caller then 'received' else 'delivered' end,
    case when not v_is_caller then 'openai/' || v_call.model end,
    -- When it was said, not when its transcript came: those come in any order.
    least(coalesce(v_call.streamed_at, v_call.started_at) + (p_turn ->> 'offsetMs')::integer * interval '1 millisecond', ops.now())
  from memory.conversations as c
  where c.tenant_id = p_tenant_id and c.id = v_call.conversation_id
  on conflict (tenant_id, provider, provider_message_id) where provider_message_id is not null do nothing
  returning id into v_message_id;
  if v_message_id is null then
    -- The caller cut in: what they heard of it counts.
    if p_turn -> 'isCut' = 'true' then
      update memory.messages as m
      set body = v_body
      where m.tenant_id = p_tenant_id and m.provider = 'twilio' and m.provider_message_id = v_call.call_sid || ':' || (p_turn ->> 'itemId')
        and m.role = 'assistant' and m.body <> v_body;
    end if;
    return '{"messageId": null, "isUrgent": false, "wantsPerson": false, "isBriefChanged": false}';
  end if;
  update memory.conversations as c
  set last_message_at = ops.now(),
    last_inbound_message_id = case when v_is_caller then v_message_id else c.last_inbound_message_id end
  where c.tenant_id = p_tenant_id and c.id = v_call.conversation_id;
  if not v_is_caller then
    return jsonb_build_object('messageId', v_message_id, 'isUrgent', false, 'wantsPerson', false, 'isBriefChanged', false);
  end if;

  select i.customer_id into v_customer_id from memory.identify_party(v_call.conversation_id, v_body) as i;
  if v_customer_id is distinct from v_call.customer_id then
    update memory.calls as c set customer_id = v_customer_id where c.tenant_id = p_tenant_id and c.id = p_call_id;
  end if;
  v_phrase := memory.find_emergency_phrase(v_body);
  if v_phrase is not null then
    perform memory.report_emergency(v_message_id, v_phrase);
  end if;
  v_conversation := ai.read_conversation(v_call.conversation_id);
  perform ai.capture_requests(v_conversation);
  return jsonb_build_object(
    'messageId', v_message_id, 'isUrgent', v_phrase is not null, 'wantsPerson', memory.wants_transfer(v_body),
    'isBriefChanged', v_phrase is not null or v_customer_id is distinct from v_call.customer_id
  );
end
$$;
comment on function api.store_call_turn(uuid, uuid, jsonb) is
  'Stores what was said in a call, once by itemId: {itemId, role: customer | assistant, text, offsetMs since the stream was opened, isCut?: what was heard of an answer before the caller cut in, which replaces it}. Of the caller''s: says who is calling where a number is shared, reports an emergency, keeps booking wishes. Returns {messageId: null where it was stored before, isUrgent, wantsPerson, isBriefChanged: api.get_call_brief says something else now}. RP001 for an unknown call.';
