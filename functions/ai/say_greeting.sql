create or replace function ai.say_greeting(p_conversation memory.conversations)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (
    select from outreach.deliveries as d
    join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
    where d.tenant_id = p_conversation.tenant_id
      and m.conversation_id = p_conversation.id
      and d.purpose = 'reply'
      and d.state <> 'canceled'
      and m.written_by is distinct from 'local/identity_question'
  ) then
    return null;
  end if;
  return (
    select coalesce(
      'Hi ' || ai.say_name(c.first_name) || '!',
      format(case p_conversation.channel when 'sms' then 'Hi, thanks for texting %s!' else 'Hi, thanks for writing to %s!' end, t.name)
    )
    from tenancy.tenants as t
    left join identity.customers as c
      on c.tenant_id = t.id and c.id = p_conversation.customer_id and ai.say_name(c.first_name) is not null
    where t.id = p_conversation.tenant_id
  );
end
$$;
comment on function ai.say_greeting(memory.conversations) is
  'How the first reply of a conversation begins, by first name where it is known; null for the later ones.';
