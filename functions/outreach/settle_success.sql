create or replace function outreach.settle_success(
  p_delivery_id uuid, p_attempt integer, p_provider_message_id text, p_is_delivered boolean
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  update outreach.delivery_attempts as a
  set outcome = 'accepted', ended_at = coalesce(a.ended_at, ops.now()), error_code = null,
    provider_message_id = coalesce(p_provider_message_id, a.provider_message_id)
  where a.tenant_id = v_tenant_id and a.delivery_id = p_delivery_id and a.attempt = p_attempt;

  -- An earlier attempt that arrived after all makes the waiting or running one needless; mere acceptance does not.
  update outreach.deliveries as d
  set state = case
      when p_is_delivered then 'delivered'
      when d.state in ('sending', 'unknown', 'needs_person') then 'sent'
      else d.state
    end,
    reason = null, error_code = null,
    provider_message_id = coalesce(p_provider_message_id, d.provider_message_id)
  where d.tenant_id = v_tenant_id and d.id = p_delivery_id
    and (d.attempt = p_attempt or p_is_delivered)
    and (
      d.state in ('sending', 'unknown', 'needs_person', 'sent')
      or d.state = 'queued' and p_is_delivered
      or d.state = 'delivered' and d.provider_message_id is null
    );
end
$$;
comment on function outreach.settle_success(uuid, integer, text, boolean) is
  'Notes that the provider took an attempt, or that it arrived; moves the delivery forward, never back. The caller holds outreach.lock_address.';
