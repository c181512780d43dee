create or replace function api.receive_call(p_call jsonb)
returns jsonb
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  c_token_life constant interval := interval '1 minute';
  v_sid constant text := p_call ->> 'callSid';
  v_from text := p_call ->> 'from';
  v_address text;
  v_endpoint record;
  v_call memory.calls;
  v_conversation memory.conversations;
  v_plan record;
  v_model text;
  v_token text;
begin
  select e.tenant_id, e.id, e.location_id into v_endpoint
  from tenancy.channel_endpoints as e
  join tenancy.tenants as t on t.id = e.tenant_id and t.status = 'active'
  where e.channel = 'voice' and e.address = lower(btrim(p_call ->> 'to')) and e.is_active;
  if not found then
    perform outreach.keep_unrouted(
      'twilio', 'call', v_sid, p_call ->> 'to', 'no tenant has this number', coalesce(p_call -> 'raw', '{}')
    );
    return '{"outcome": "unrouted", "tenantId": null}';
  end if;
  perform tenancy.set_tenant(v_endpoint.tenant_id);
  if v_from !~ '^\+[1-9][0-9]{6,14}$' or exists (select from memory.withheld_numbers as w where w.number = v_from) then
    v_from := null;
  end if;
  v_address := coalesce(v_from, 'withheld:' || v_sid);
  perform outreach.lock_address('voice', v_address);

  select c.* into v_call
  from memory.calls as c where c.tenant_id = v_endpoint.tenant_id and c.call_sid = v_sid;
  if v_call.ended_at is not null then
    return jsonb_build_object(
      'outcome', 'ended', 'tenantId', v_call.tenant_id, 'callId', v_call.id
    ) || memory.describe_step(v_call, 'hang_up', '{}');
  end if;
  v_plan := memory.plan_call(v_endpoint.location_id, v_from, p_call);
  if v_plan.plan = 'stream' then
    v_model := (ai.plan_call(p_call -> 'providers')).model;
    v_token := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  end if;

  if v_call.id is null then
    v_conversation := memory.open_conversation(
      v_endpoint.location_id, v_endpoint.id, 'voice', v_address, ops.now(),
      -- A call is a conversation of its own, unless another one from this number is still going on.
      case when exists (
        select from memory.calls as c
        join memory.conversations as o on o.tenant_id = c.tenant_id and o.id = c.conversation_id
        where c.tenant_id = v_endpoint.tenant_id and o.channel = 'voice' and o.address = v_address and o.status = 'open'
          and c.ended_at is null
      ) then interval '1 day' else interval '0' end
    );
    perform memory.identify_party(v_conversation.id, '');
    insert into memory.calls (tenant_id, conversation_id, customer_id, call_sid, from_number, to_number, plan)
    select v_endpoint.tenant_id, c.id, c.customer_id, v_sid, v_from, p_call ->> 'to', v_plan.plan
    from memory.conversations as c where c.tenant_id = v_endpoint.tenant_id and c.id = v_conversation.id
    returning * into v_call;
  end if;
  update memory.calls as c
  set plan = v_plan.plan, plan_reason = v_plan.reason, model = coalesce(v_model, c.model), last_seen_at = ops.now(), token_used_at = null,
    token_hash = encode(sha256(convert_to(v_token, 'UTF8')), 'hex'),
    token_expires_at = case when v_token is not null then ops.now() + c_token_life end,
    transfer_to = case when v_plan.plan = 'dial' then v_plan.number else c.transfer_to end
  where c.tenant_id = v_call.tenant_id and c.id = v_call.id
  returning * into v_call;

  return jsonb_build_object(
    'outcome', 'accepted', 'tenantId', v_call.tenant_id, 'callId', v_call.id, 'reason', v_plan.reason, 'token', v_token, 'model', v_model
  ) || case v_plan.plan
    when 'stream' then jsonb_build_object(
      'action', 'stream', 'number', null, 'callerId', null, 'say', outreach.render_template(
        'call_greeting', 'voice',
        (select jsonb_build_object('business', t.name, 'assistant', coalesce(t.settings ->> 'assistantName', 'the assistant'))
          from tenancy.tenants as t where t.id = v_call.tenant_id)
      )
    )
    when 'dial' then memory.describe_step(v_call, 'dial', '{call_dial}', v_plan.number)
    else memory.describe_step(
      v_call, 'voicemail', array[case v_plan.reason when 'closed' then 'call_closed' else 'call_unavailable' end]
    )
  end;
end
$$;
comment on function api.receive_call(jsonb) is
  'A call comes in: {callSid, from, to, canStream, providers: [{provider, model | null}] with keys for voice, channelState: {demoMode, allowedRecipients}, raw}. The number it came to says whose it is; the caller is recognised or becomes a customer (not one who shows no number); a call repeated is the same call with a new token. Returns {outcome: unrouted, tenantId: null} or {outcome: accepted | ended, tenantId, callId, action: stream | dial | voicemail | hang_up, say | null, number | null, callerId | null, reason: null | closed | voice_off | no_model | budget, token | null, model | null}. token opens the stream, once and within a minute; say is then a greeting that names nobody.';
