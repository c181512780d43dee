create or replace function ai.brief_call(p_call memory.calls)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_conversation constant memory.conversations := ai.read_conversation(p_call.conversation_id);
  v_calls jsonb;
begin
  select coalesce(t.settings -> 'calls', '{}') into v_calls from tenancy.tenants as t where t.id = p_call.tenant_id;
  return jsonb_build_object(
    'conversationId', p_call.conversation_id,
    'customerId', v_conversation.customer_id,
    'instructions', ai.build_call_instructions(v_conversation),
    'greeting', memory.say_call(p_call.conversation_id, 'call_greeting'),
    'tools', to_jsonb(ai.list_reply_tools(v_conversation)),
    'voice', coalesce(v_calls ->> 'voice', 'marin'),
    'maxSeconds', coalesce((v_calls ->> 'maxMinutes')::integer, 15) * 60,
    'safetyIdentifier', encode(sha256(convert_to(concat_ws(':', p_call.tenant_id, 'voice', v_conversation.address), 'UTF8')), 'hex')
  );
end
$$;
comment on function ai.brief_call(memory.calls) is
  'What the assistant in a call works with: {conversationId, customerId | null, instructions, greeting, tools: names, voice, maxSeconds, safetyIdentifier}. Of a customer who is not clear nothing is said.';
