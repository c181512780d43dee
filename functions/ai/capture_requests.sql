create or replace function ai.capture_requests(p_conversation memory.conversations)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_text text;
  v_intents text[];
begin
  with asked as (
    select u.message_id, u.body, u.created_at, ai.match_intents(u.body) as intents
    from ai.list_unanswered(p_conversation) as u
  ),
  wished as (
    insert into lead.booking_wishes as w (tenant_id, conversation_id, message_id, customer_id, location_id, wish)
    select p_conversation.tenant_id, p_conversation.id, a.message_id, p_conversation.customer_id, p_conversation.location_id, a.body
    from asked as a
    where 'booking_wish' = any (a.intents)
    order by a.message_id
    on conflict (tenant_id, message_id) do update set customer_id = coalesce(w.customer_id, excluded.customer_id)
  )
  select string_agg(a.body, E'\n' order by a.created_at, a.message_id) into v_text from asked as a;

  v_intents := ai.match_intents(coalesce(v_text, ''));
  perform ai.mark_needs_person(p_conversation.id, coalesce(
    (select i from unnest(v_intents) as i where i in ('emergency', 'person_please', 'booking_wish') limit 1),
    ai.find_handover_reason(v_text)
  ));
end
$$;
comment on function ai.capture_requests(memory.conversations) is
  'Keeps what the unanswered messages ask of people, whoever writes the reply: booking wishes in the customer''s words, once a message, and the conversation put before a person for an emergency, a wish for one, a complaint and the like.';
