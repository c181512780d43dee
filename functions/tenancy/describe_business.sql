create or replace function tenancy.describe_business(p_endpoint_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'name', coalesce(t.settings -> 'chat' ->> 'title', t.name),
      'assistantName', coalesce(t.settings ->> 'assistantName', 'the assistant'),
      'greeting', t.settings -> 'chat' -> 'greeting',
      'accentColor', t.settings -> 'chat' -> 'accentColor',
      'quickReplies', coalesce(t.settings -> 'chat' -> 'quickReplies', '[]'),
      'timeZone', l.time_zone
    )
    from tenancy.channel_endpoints as e
    join tenancy.tenants as t on t.id = e.tenant_id
    join tenancy.locations as l on l.tenant_id = e.tenant_id and l.id = e.location_id
    where e.tenant_id = tenancy.current_tenant() and e.id = p_endpoint_id
  );
end
$$;
comment on function tenancy.describe_business(uuid) is
  'What anybody may know of the business behind a chat: {name, assistantName, greeting|null, accentColor|null, quickReplies, timeZone}.';
