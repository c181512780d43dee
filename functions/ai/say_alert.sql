create or replace function ai.say_alert(p_conversation memory.conversations)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_phone text := (
    select context.format_phone(l.phone) from tenancy.locations as l
    where l.tenant_id = p_conversation.tenant_id and l.id = p_conversation.location_id
  );
begin
  return case
    when exists (
      select from outreach.deliveries as d
      join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
      where d.tenant_id = p_conversation.tenant_id
        and m.conversation_id = p_conversation.id
        and d.purpose = 'emergency_alert'
        and d.state in ('queued', 'sending', 'sent', 'delivered')
        and d.created_at > ops.now() - interval '2 hours'
    ) then 'I''m alerting our on-call technician now.' || coalesce(' You can also call ' || v_phone || '.', '')
    when v_phone is not null then format('Please call us now at %s. I''ve also flagged this as urgent for our team.', v_phone)
    else 'I''ve flagged this as urgent for our team.'
  end;
end
$$;
comment on function ai.say_alert(memory.conversations) is
  'Who was told of an emergency: the on-call technician only while an alert is really under way; else how to call.';
