create or replace function api.compose_local_reply(p_tenant_id uuid, p_conversation_id uuid, p_answers_message_id uuid)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
declare
  v_conversation memory.conversations;
  v_answer record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_conversation := ai.read_conversation(p_conversation_id);
  if v_conversation.id is null then
    raise exception 'no such conversation' using errcode = 'RP001';
  end if;
  v_answer := ai.compose_answer(v_conversation);
  -- A newer message may have come since: then this text will be refused, and the newer job speaks for both.
  if v_conversation.last_inbound_message_id = p_answers_message_id then
    perform ai.mark_needs_person(p_conversation_id, v_answer.reason);
  end if;
  return jsonb_build_object('text', v_answer.body, 'intent', v_answer.intent, 'needsPerson', v_answer.needs_person);
end
$$;
comment on function api.compose_local_reply(uuid, uuid, uuid) is
  'The reply that needs no model: {text, intent|null, needsPerson}, from the tenant''s and the customer''s rows; what is not understood is handed to a person and says so. Puts the conversation before a person where one is needed. RP001: no such conversation.';
