create or replace function api.record_send_result(p_tenant_id uuid, p_delivery_id uuid, p_attempt integer, p_result jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
declare
  v_kind text := p_result ->> 'kind';
  v_delivery outreach.deliveries;
  v_attempt outreach.delivery_attempts;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_delivery := outreach.lock_delivery(p_delivery_id);
  select a.* into v_attempt
  from outreach.delivery_attempts as a
  where a.tenant_id = p_tenant_id and a.delivery_id = p_delivery_id and a.attempt = p_attempt;
  if v_delivery.id is null or v_attempt.delivery_id is null then
    raise exception 'no such attempt' using errcode = 'RP001';
  end if;

  if v_kind = 'accepted' then
    update memory.messages as m
    set num_segments = nullif((p_result ->> 'segments')::smallint, 0),
      cost_usd = case when p_result ->> 'priceUnit' = 'USD' then abs((p_result ->> 'price')::numeric) end
    where m.tenant_id = p_tenant_id and m.id = v_delivery.message_id;
  end if;
  -- A callback may have told the outcome before the provider's own answer came; it knows more.
  if coalesce(v_attempt.outcome, 'unknown') = 'unknown' then
    case v_kind
      when 'accepted' then
        perform outreach.settle_success(p_delivery_id, p_attempt, p_result ->> 'sid', false);
      when 'rejected', 'not_sent' then
        update outreach.delivery_attempts as a
        set outcome = v_kind, error_code = p_result ->> 'code', ended_at = ops.now()
        where a.tenant_id = p_tenant_id and a.delivery_id = p_delivery_id and a.attempt = p_attempt;
        if v_delivery.attempt = p_attempt and v_delivery.state in ('sending', 'unknown', 'needs_person') then
          perform outreach.settle_failure(
            p_delivery_id, replace(v_kind, '_', ' '), p_result ->> 'code',
            case when v_kind = 'not_sent' or p_result ->> 'status' = '429' then 'retry' else 'fail' end,
            (p_result ->> 'retryAfterSeconds')::numeric
          );
        end if;
      when 'unknown' then
        update outreach.delivery_attempts as a
        set outcome = 'unknown'
        where a.tenant_id = p_tenant_id and a.delivery_id = p_delivery_id and a.attempt = p_attempt;
        update outreach.deliveries as d
        set state = 'unknown', reason = p_result ->> 'reason'
        where d.tenant_id = p_tenant_id and d.id = p_delivery_id and d.attempt = p_attempt and d.state = 'sending';
      else
        raise exception 'no such kind of result' using errcode = '22023';
    end case;
  end if;
  return (
    select jsonb_build_object('state', d.state, 'reason', d.reason)
    from outreach.deliveries as d
    where d.tenant_id = p_tenant_id and d.id = p_delivery_id
  );
end
$$;
comment on function api.record_send_result(uuid, uuid, integer, jsonb) is
  'What the provider answered to a claimed attempt: {kind: accepted, sid, segments, price, priceUnit} | {kind: rejected, code, status, retryAfterSeconds?} | {kind: not_sent} | {kind: unknown, reason}. Returns where the delivery stands now: {state, reason}. What is unknown is never sent again by itself. RP001: no such attempt.';
