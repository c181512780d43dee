create or replace function outreach.settle_failure(
  p_delivery_id uuid, p_reason text, p_code text, p_default_action text, p_wait_seconds numeric default null
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_delivery record;
  v_action text;
  v_wait numeric;
  v_not_before timestamptz;
begin
  select d.*, m.is_secret into strict v_delivery
  from outreach.deliveries as d
  join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
  where d.tenant_id = v_tenant_id and d.id = p_delivery_id;
  select e.action, e.retry_after_seconds into v_action, v_wait
  from outreach.provider_errors as e
  where e.provider = 'twilio' and e.code = p_code;
  v_action := coalesce(v_action, p_default_action);
  v_not_before := ops.now() + least(
    coalesce(p_wait_seconds, 0) + coalesce(v_wait, 30) * 2 ^ (greatest(v_delivery.attempt, 1) - 1), 86400
  ) * interval '1 second';

  -- A code is not sent a second time once the provider took it: whoever needs one asks for a new one.
  if v_action = 'retry'
    and v_delivery.state <> 'needs_person'
    and v_delivery.attempt < (case p_reason when 'not sent' then 6 else 3 end)
    and coalesce(v_not_before < v_delivery.expires_at, true)
    and not (v_delivery.is_secret and p_reason = 'undelivered')
  then
    update outreach.deliveries as d
    set state = 'queued', reason = p_reason, error_code = p_code, not_before = v_not_before, provider_message_id = null
    where d.tenant_id = v_tenant_id and d.id = p_delivery_id;
    perform queue.enqueue(
      'send', jsonb_build_object('tenantId', v_tenant_id, 'deliveryId', p_delivery_id), v_not_before, p_delivery_id::text
    );
    return;
  end if;

  update outreach.deliveries as d
  set state = 'failed', error_code = p_code,
    reason = case v_action when 'suppress' then 'opted out' when 'configuration' then 'configuration' else p_reason end
  where d.tenant_id = v_tenant_id and d.id = p_delivery_id;
  if v_action = 'suppress' then
    perform outreach.suppress(
      v_delivery.channel, v_delivery.to_address, 'provider_opt_out', 'provider_error',
      (select m.customer_id from memory.messages as m where m.tenant_id = v_tenant_id and m.id = v_delivery.message_id),
      null, 'twilio ' || p_code, v_delivery.endpoint_id
    );
  end if;
end
$$;
comment on function outreach.settle_failure(uuid, text, text, text, numeric) is
  'Ends an attempt that certainly did not arrive, by what outreach.provider_errors says of its code, else by p_default_action (fail, retry): suppresses the address, fails, or queues another attempt after p_wait_seconds plus the code''s wait (30 s when it has none), doubling, at most 3 attempts, 6 where nothing was sent, never past expires_at. The caller holds outreach.lock_address.';
