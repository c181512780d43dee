create or replace function ai.say_handover(p_conversation memory.conversations, p_reason text default null)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_hours text := coalesce(ai.say_opening(p_conversation.location_id), '');
begin
  return btrim(case
    when p_reason in ('complaint', 'legal', 'billing_dispute') then
      'I''m sorry about this. I''ve passed your message to our team so a person can look into it and get back to you. '
        || v_hours
    when p_reason = 'change_of_appointment' then
      'I''ve passed that on: someone from the office will make the change and confirm it with you. Until they do, nothing '
        || 'is changed. ' || v_hours
    when p_conversation.needs_person_at > ops.now() - interval '12 hours' then
      'Thanks, I''ve added this to your message for the team. A person will get back to you. ' || v_hours
    else
      outreach.render_template('handed_to_person', p_conversation.channel, jsonb_build_object(
        'business', (select t.name from tenancy.tenants as t where t.id = p_conversation.tenant_id), 'when', 'as soon as they can'
      )) || ' ' || v_hours
  end);
end
$$;
comment on function ai.say_handover(memory.conversations, text) is
  'What a customer is told when the message goes to a person: honestly so, with when the shop is open. p_reason is one of ai.handover_patterns or null.';
