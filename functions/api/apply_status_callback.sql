create or replace function api.apply_status_callback(p_tenant_id uuid, p_delivery_id uuid, p_attempt integer, p_event jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_delivery outreach.deliveries;
  v_outcome text := 'unrouted';
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_delivery := outreach.lock_delivery(p_delivery_id);
  if v_delivery.id is not null then
    v_outcome := outreach.apply_provider_status(
      v_delivery, p_attempt, p_event ->> 'messageSid', p_event ->> 'status', p_event ->> 'errorCode'
    );
  end if;
  if v_outcome = 'unrouted' then
    -- Without the numbers: what it reports about may have been erased with its customer.
    perform outreach.keep_unrouted(
      'twilio', 'sms_status', concat_ws(':', p_event ->> 'messageSid', p_event ->> 'status'), null,
      'no delivery has this attempt', p_event - 'to' - 'raw'
    );
  end if;
  return jsonb_build_object('outcome', v_outcome, 'state', (
    select d.state from outreach.deliveries as d where d.tenant_id = p_tenant_id and d.id = p_delivery_id
  ));
end
$$;
comment on function api.apply_status_callback(uuid, uuid, integer, jsonb) is
  'What Twilio reports about one attempt of a delivery: {messageSid, status, errorCode | null, to, raw}. Forward only; repeats and reordering are harmless; resolves what was unknown. Returns {outcome: applied | repeated | unrouted, state}; what fits no delivery is kept as unrouted, without its numbers.';
