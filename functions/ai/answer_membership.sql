create or replace function ai.answer_membership(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_member record;
begin
  select
    c.membership_status, c.membership_expires_at, l.time_zone,
    context.name_membership(c.tenant_id, c.membership_status) as name
  into v_member
  from context.customer_context as c
  join tenancy.locations as l on l.tenant_id = c.tenant_id and l.id = p_conversation.location_id
  where c.tenant_id = p_conversation.tenant_id and c.customer_id = p_conversation.customer_id and c.membership_status <> 'none';
  if not found then
    needs_person := true;
    body := 'I don''t see a membership under this number. I''ve asked the office to check and to tell you about our plans.';
    return;
  end if;

  if v_member.membership_expires_at <= ops.now() then
    needs_person := true;
    body := format('Your %s membership ended %s. I''ve asked the office to get back to you about renewing it.',
      v_member.name, to_char(v_member.membership_expires_at at time zone v_member.time_zone, 'Mon FMDD, YYYY'));
    return;
  end if;
  needs_person := ai.normalize_message(p_text) ~ '\m(renew|get me|include|includes|cover|covers|benefits?|discount|perks|price)\M';
  body := format('Yes, you''re a %s member%s.', v_member.name,
      coalesce(' until ' || to_char(v_member.membership_expires_at at time zone v_member.time_zone, 'Mon FMDD, YYYY'), ''))
    || case when needs_person then ' I''ve asked the office to get back to you with the details.' else '' end;
end
$$;
comment on function ai.answer_membership(memory.conversations, text) is
  'Whether the customer is a member, by the tenant''s name for it, and until when. What a plan holds or costs is left to a person.';
