create or replace function memory.is_notice(p_tenant_id uuid, p_message_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from outreach.deliveries as d
    where d.tenant_id = p_tenant_id and d.message_id = p_message_id and d.purpose not in ('reply', 'staff')
  );
end
$$;
comment on function memory.is_notice(uuid, uuid) is
  'Whether a message was sent by ourselves (a campaign, an alert, a code): the same words to many say nothing of whom they went to.';
