create or replace function ai.answer_person_please(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_phone text;
begin
  needs_person := true;
  select context.format_phone(l.phone) into v_phone
  from tenancy.locations as l
  where l.tenant_id = p_conversation.tenant_id and l.id = p_conversation.location_id;
  body := concat_ws(' ',
    'Of course. I''ve asked our team to get back to you here.',
    case when v_phone is not null then format('You can also call us at %s.', v_phone) end,
    ai.say_opening(p_conversation.location_id)
  );
end
$$;
comment on function ai.answer_person_please(memory.conversations, text) is 'That a person will answer, how to call, and when the shop is open.';
