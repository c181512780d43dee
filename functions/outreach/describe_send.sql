create or replace function outreach.describe_send(p_delivery outreach.deliveries)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'from', p_delivery.from_address,
      'to', p_delivery.to_address,
      'body', m.body,
      'mediaUrls', coalesce((
        select jsonb_agg(a.url order by a.position)
        from memory.attachments as a
        where a.tenant_id = m.tenant_id and a.message_id = m.id
      ), '[]'),
      'messagingServiceSid', (
        select e.messaging_service_sid from tenancy.channel_endpoints as e
        where e.tenant_id = p_delivery.tenant_id and e.id = p_delivery.endpoint_id
      )
    )
    from memory.messages as m
    where m.tenant_id = p_delivery.tenant_id and m.id = p_delivery.message_id
  );
end
$$;
comment on function outreach.describe_send(outreach.deliveries) is
  'What the provider is given: {from, to, body, mediaUrls, messagingServiceSid | null}.';
