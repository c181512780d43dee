create or replace function memory.say_call(p_conversation_id uuid, p_event_type text)
returns text
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  v_shop record;
begin
  select
    t.name as business, coalesce(t.settings ->> 'assistantName', 'the assistant') as assistant,
    t.settings -> 'calls' ->> 'greeting' as greeting, ai.say_opening(c.location_id) as opening,
    'Hi ' || ai.say_name(p.first_name) || '!' as hello
  into v_shop
  from memory.conversations as c
  join tenancy.tenants as t on t.id = c.tenant_id
  left join identity.customers as p on p.tenant_id = c.tenant_id and p.id = c.customer_id and not c.is_ambiguous
  where c.tenant_id = tenancy.current_tenant() and c.id = p_conversation_id;
  if p_event_type = 'call_greeting' and v_shop.greeting is not null then
    return v_shop.greeting;
  end if;
  return outreach.render_template(p_event_type, 'voice', jsonb_build_object(
    'business', v_shop.business, 'assistant', v_shop.assistant, 'opening', v_shop.opening, 'hello', v_shop.hello
  ));
end
$$;
comment on function memory.say_call(uuid, text) is
  'A text that is said in a call, from the tenant''s templates of channel voice; the greeting by first name where it is known, or as the tenant''s setting calls.greeting has it.';
