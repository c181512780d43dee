create or replace function ai.answer_earlier_message(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_said record;
begin
  select m.body, m.channel, m.created_at, l.time_zone into v_said
  from memory.messages as m
  join tenancy.locations as l on l.tenant_id = m.tenant_id and l.id = p_conversation.location_id
  where m.tenant_id = p_conversation.tenant_id
    and m.customer_id = p_conversation.customer_id
    and m.direction = 'inbound' and m.role = 'customer' and btrim(m.body) <> '' and not m.is_secret
    and m.id not in (select u.message_id from ai.list_unanswered(p_conversation) as u)
  -- "My text" is meant when a text is asked for, else what was said elsewhere rather than here a moment ago.
  order by
    m.channel = 'sms' and ai.normalize_message(p_text) ~ '\m(text|texts|texted)\M' desc,
    m.conversation_id <> p_conversation.id desc, m.created_at desc, m.id desc
  limit 1;
  needs_person := not found;
  body := case when found then format(
    'The last we have from you %s is from %s: %s', case v_said.channel
      when 'sms' then 'by text' when 'voice' then 'by phone' when 'web' then 'here in the chat' when 'email' then 'by email' else 'with us'
    end,
    ai.say_day(v_said.created_at, v_said.time_zone), context.quote_text(v_said.body, 160)
  ) else 'I don''t see an earlier message from you. I''ve asked the office to check.' end;
end
$$;
comment on function ai.answer_earlier_message(memory.conversations, text) is
  'The last thing the customer said before what is to be answered, on whichever channel, in their words; nothing of it goes to a person.';
