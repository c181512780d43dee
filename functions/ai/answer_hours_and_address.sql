create or replace function ai.answer_hours_and_address(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_location record;
  v_hours text;
begin
  select l.*, t.name as business into v_location
  from tenancy.locations as l
  join tenancy.tenants as t on t.id = l.tenant_id
  where l.tenant_id = p_conversation.tenant_id and l.id = ai.pick_location(p_conversation.location_id, p_text);
  v_hours := ai.say_hours(v_location.id);

  needs_person := v_hours is null and v_location.street is null;
  if needs_person then
    body := 'I don''t have our hours and address at hand, so I''ve asked the office to send them to you.';
    return;
  end if;
  body := concat_ws(' ',
    case when v_location.street is not null then
      format('We''re at %s.', concat_ws(', ', v_location.street, v_location.city, concat_ws(' ', v_location.state, v_location.zip)))
    end,
    case when v_hours is not null then format('Hours: %s.', v_hours) end,
    ai.say_opening(v_location.id)
  );
end
$$;
comment on function ai.answer_hours_and_address(memory.conversations, text) is
  'Where the shop is and when it is open, for the location whose city the text names, else the conversation''s.';
