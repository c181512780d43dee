create or replace function ai.answer_thanks(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_name text;
begin
  needs_person := false;
  select ', ' || ai.say_name(c.first_name) into v_name
  from identity.customers as c
  where c.tenant_id = p_conversation.tenant_id and c.id = p_conversation.customer_id;
  body := format('You''re welcome%s! Text us any time.', coalesce(v_name, ''));
end
$$;
comment on function ai.answer_thanks(memory.conversations, text) is 'A short answer to a thank-you.';
