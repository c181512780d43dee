create or replace function ai.compose_answer(
  p_conversation memory.conversations, out body text, out intent text, out needs_person boolean, out reason text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_text text;
  v_has_media boolean;
  v_first_at timestamptz;
  v_read record;
  v_intents text[];
  v_intent text;
  v_answer record;
begin
  select string_agg(u.body, E'\n' order by u.created_at, u.message_id), bool_or(u.has_media), min(u.created_at)
  into v_text, v_has_media, v_first_at
  from ai.list_unanswered(p_conversation) as u;
  v_read := ai.read_message(coalesce(v_text, ''));
  v_intents := v_read.intents;
  if p_conversation.urgent_at >= v_first_at then
    v_intents := array['emergency'];
  end if;

  intent := v_intents[1];
  needs_person := intent is null;
  -- At most two turns: a text message has room for no more.
  foreach v_intent in array v_intents loop
    v_answer := ai.answer_intent(v_intent, p_conversation, v_text);
    if length(concat_ws(' ', body, v_answer.body)) <= 480 or body is null then
      body := concat_ws(' ', body, v_answer.body);
    else
      needs_person := true;
    end if;
    needs_person := needs_person or v_answer.needs_person;
  end loop;

  reason := case when needs_person then
    coalesce(intent, v_read.handover_reason, case when v_has_media then 'photo' end, 'not_understood')
  end;
  body := coalesce(body, ai.say_handover(p_conversation, reason));
  if intent is distinct from 'emergency' and intent is distinct from 'thanks' then
    body := concat_ws(' ', ai.say_greeting(p_conversation), body);
  end if;
end
$$;
comment on function ai.compose_answer(memory.conversations) is
  'The local provider''s reply to everything unanswered in a conversation: one or two intents answered from rows, else handed to a person. reason says why a person is needed.';
