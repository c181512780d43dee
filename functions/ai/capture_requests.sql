create or replace function ai.capture_requests(p_conversation memory.conversations)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_asked record;
  v_read record;
  v_text text;
  v_messages integer := 0;
begin
  -- A loop, so that each message is read once; they are ten at most, and mostly one.
  for v_asked in select u.message_id, u.body from ai.list_unanswered(p_conversation) as u loop
    v_read := ai.read_message(v_asked.body);
    if 'booking_wish' = any (v_read.intents) then
      insert into lead.booking_wishes as w (tenant_id, conversation_id, message_id, customer_id, location_id, wish)
      values (
        p_conversation.tenant_id, p_conversation.id, v_asked.message_id, p_conversation.customer_id, p_conversation.location_id,
        v_asked.body
      )
      on conflict (tenant_id, message_id) do update set customer_id = coalesce(w.customer_id, excluded.customer_id);
    end if;
    v_text := concat_ws(E'\n', v_text, v_asked.body);
    v_messages := v_messages + 1;
  end loop;
  if v_messages = 0 then
    return;
  elsif v_messages > 1 then
    v_read := ai.read_message(v_text);
  end if;

  perform ai.mark_needs_person(p_conversation.id, coalesce(
    (select i from unnest(v_read.intents) as i where i in ('emergency', 'person_please', 'booking_wish') limit 1),
    v_read.handover_reason
  ));
end
$$;
comment on function ai.capture_requests(memory.conversations) is
  'Keeps what the unanswered messages ask of people, whoever writes the reply: booking wishes in the customer''s words, once a message, and the conversation put before a person for an emergency, a wish for one, a complaint and the like.';
