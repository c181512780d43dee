create or replace function memory.conversation_timeout(p_tenant_id uuid, p_default_hours integer)
returns interval
language plpgsql
stable
parallel safe
set search_path = ''
as $$
begin
  return make_interval(hours => coalesce(
    (select (t.settings ->> 'conversationTimeoutHours')::numeric::integer from tenancy.tenants as t where t.id = p_tenant_id),
    p_default_hours,
    24
  ));
end
$$;
comment on function memory.conversation_timeout(uuid, integer) is
  'After how long without a message a conversation ends: the tenant''s setting, else p_default_hours, else 24 hours.';
