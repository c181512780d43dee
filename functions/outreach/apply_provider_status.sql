create or replace function outreach.apply_provider_status(
  p_delivery outreach.deliveries, p_attempt integer, p_provider_message_id text, p_status text, p_error_code text
)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_attempt outreach.delivery_attempts;
begin
  select a.* into v_attempt
  from outreach.delivery_attempts as a
  where a.tenant_id = v_tenant_id and a.delivery_id = p_delivery.id and a.attempt = p_attempt;
  if v_attempt.delivery_id is null
    or v_attempt.provider_message_id <> p_provider_message_id
    or v_attempt.outcome in ('rejected', 'not_sent')
  then
    return 'unrouted';
  end if;

  case
    when p_status in ('delivered', 'read') then
      perform outreach.settle_success(p_delivery.id, p_attempt, p_provider_message_id, true);
      if p_status = 'read' then
        update memory.messages as m
        set status = 'read'
        where m.tenant_id = v_tenant_id and m.id = p_delivery.message_id;
      end if;
    when p_status not in ('failed', 'undelivered', 'canceled') then
      -- Whatever else it calls it, the provider has the message. Not after it said that the attempt failed.
      if v_attempt.error_code is null then
        perform outreach.settle_success(p_delivery.id, p_attempt, p_provider_message_id, false);
      end if;
    when v_attempt.error_code is null then
      update outreach.delivery_attempts as a
      set outcome = 'accepted', ended_at = coalesce(a.ended_at, ops.now()), provider_message_id = p_provider_message_id,
        error_code = coalesce(p_error_code, p_status)
      where a.tenant_id = v_tenant_id and a.delivery_id = p_delivery.id and a.attempt = p_attempt;
      if p_delivery.attempt = p_attempt and p_delivery.state in ('sending', 'sent', 'unknown', 'needs_person') then
        update outreach.deliveries as d
        set provider_message_id = p_provider_message_id
        where d.tenant_id = v_tenant_id and d.id = p_delivery.id;
        perform outreach.settle_failure(p_delivery.id, 'undelivered', p_error_code, 'fail');
      end if;
    else
      return 'repeated';
  end case;
  return 'applied';
end
$$;
comment on function outreach.apply_provider_status(outreach.deliveries, integer, text, text, text) is
  'Moves a locked delivery by what the provider says of one attempt. Reports may repeat and overtake each other: nothing goes back, and a failure is acted on once. applied, repeated, or unrouted for an attempt or provider id that is not ours.';
