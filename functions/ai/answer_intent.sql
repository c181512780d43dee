create or replace function ai.answer_intent(
  p_intent text, p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
begin
  case p_intent
    when 'hours_and_address' then select a.* into body, needs_person from ai.answer_hours_and_address(p_conversation, p_text) as a;
    when 'services_and_prices' then select a.* into body, needs_person from ai.answer_services_and_prices(p_conversation, p_text) as a;
    when 'last_visit' then select a.* into body, needs_person from ai.answer_last_visit(p_conversation, p_text) as a;
    when 'next_appointment' then select a.* into body, needs_person from ai.answer_next_appointment(p_conversation, p_text) as a;
    when 'my_equipment' then select a.* into body, needs_person from ai.answer_my_equipment(p_conversation, p_text) as a;
    when 'balance' then select a.* into body, needs_person from ai.answer_balance(p_conversation, p_text) as a;
    when 'membership' then select a.* into body, needs_person from ai.answer_membership(p_conversation, p_text) as a;
    when 'technician' then select a.* into body, needs_person from ai.answer_technician(p_conversation, p_text) as a;
    when 'booking_wish' then select a.* into body, needs_person from ai.answer_booking_wish(p_conversation, p_text) as a;
    when 'emergency' then select a.* into body, needs_person from ai.answer_emergency(p_conversation, p_text) as a;
    when 'earlier_message' then select a.* into body, needs_person from ai.answer_earlier_message(p_conversation, p_text) as a;
    when 'thanks' then select a.* into body, needs_person from ai.answer_thanks(p_conversation, p_text) as a;
    when 'person_please' then select a.* into body, needs_person from ai.answer_person_please(p_conversation, p_text) as a;
  end case;
end
$$;
comment on function ai.answer_intent(text, memory.conversations, text) is
  'The answer to one of ai.intents from the tenant''s and the customer''s rows, and whether a person has to follow up.';
