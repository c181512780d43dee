create or replace function api.receive_sms(p_message jsonb)
returns jsonb
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_sid constant text := p_message ->> 'messageSid';
  v_endpoint record;
begin
  select e.tenant_id, e.id into v_endpoint
  from tenancy.channel_endpoints as e
  join tenancy.tenants as t on t.id = e.tenant_id and t.status = 'active'
  where e.channel = 'sms' and e.address = lower(btrim(p_message ->> 'to')) and e.is_active;
  if not found then
    perform outreach.keep_unrouted(
      'twilio', 'sms', v_sid, p_message ->> 'to', 'no tenant has this number', coalesce(p_message -> 'raw', '{}')
    );
    return '{"outcome": "unrouted", "tenantId": null}';
  end if;
  perform tenancy.set_tenant(v_endpoint.tenant_id);

  insert into memory.inbox (tenant_id, channel, address, event_key, endpoint_id, message, actor, request_id)
  select
    v_endpoint.tenant_id, 'sms', p_message ->> 'from', v_sid, v_endpoint.id, p_message, ops.current_actor(),
    nullif(current_setting('rapport.request_id', true), '')
  where not exists (
    select from crm.webhook_events as e
    where e.tenant_id = v_endpoint.tenant_id and e.provider = 'twilio' and e.event_key = v_sid
  )
  on conflict do nothing;
  return jsonb_build_object(
    'outcome', case when found then 'accepted' else 'duplicate' end, 'tenantId', v_endpoint.tenant_id
  );
end
$$;
comment on function api.receive_sms(jsonb) is
  'Puts one text message into the inbox, durably and as cheaply as can be: {messageSid, accountSid, from, to, body, numSegments, optOutType, media: [{url, contentType}], idempotencyToken, raw, defaultTimeoutHours?}. The number it came to says whose it is. What it means is decided by api.process_inbox, which api.wake_inbox sees to, and before anything is sent to its sender. Returns {outcome: accepted | duplicate | unrouted, tenantId | null}; a MessageSid seen before is a duplicate and changes nothing.';
