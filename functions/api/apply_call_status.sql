create or replace function api.apply_call_status(p_event jsonb)
returns jsonb
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_call memory.calls;
  v_tenant_id uuid;
begin
  select e.tenant_id into v_tenant_id
  from tenancy.channel_endpoints as e where e.channel = 'voice' and e.address = lower(btrim(p_event ->> 'to'));
  if not found then
    return '{"outcome": "unrouted", "tenantId": null}';
  end if;
  perform tenancy.set_tenant(v_tenant_id);
  select c.* into v_call
  from memory.calls as c where c.tenant_id = v_tenant_id and c.call_sid = p_event ->> 'callSid' for update;
  if not found then
    return jsonb_build_object('outcome', 'unrouted', 'tenantId', v_tenant_id);
  elsif p_event ->> 'status' not in ('completed', 'busy', 'failed', 'no-answer', 'canceled') then
    return jsonb_build_object('outcome', 'noted', 'tenantId', v_tenant_id);
  end if;
  if v_call.streamed_at is not null and v_call.stream_end is null then
    update memory.calls as c set stream_end = 'hung_up' where c.tenant_id = v_tenant_id and c.id = v_call.id
    returning * into v_call;
  end if;
  perform memory.end_call(v_call, (p_event ->> 'seconds')::integer);
  return jsonb_build_object('outcome', 'ended', 'tenantId', v_tenant_id);
end
$$;
comment on function api.apply_call_status(jsonb) is
  'What Twilio reports of a call: {callSid, to, status, seconds | null}. A final status ends it, with its length; again changes nothing. Returns {outcome: ended | noted | unrouted, tenantId | null}.';
