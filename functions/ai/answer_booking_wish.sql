create or replace function ai.answer_booking_wish(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_is_known boolean;
begin
  select c.first_name is not null or c.company_name is not null into v_is_known
  from identity.customers as c
  where c.tenant_id = p_conversation.tenant_id and c.id = p_conversation.customer_id;

  needs_person := true;
  body := concat_ws(' ',
    'I''ve noted your request and passed it to our scheduling team. Someone will confirm a time with you; nothing is booked until then.',
    case when v_is_known then 'Anything we should know before we come?'
      else 'What''s your name and the address of the job?' end,
    ai.say_opening(p_conversation.location_id)
  );
end
$$;
comment on function ai.answer_booking_wish(memory.conversations, text) is
  'That the wish for a visit is noted and a person confirms it; a stranger is asked for name and address. No time is ever promised.';
