create or replace function outreach.suppress(
  p_channel text, p_address text, p_reason text, p_source text, p_customer_id uuid default null,
  p_evidence_message_id uuid default null, p_quote text default null, p_endpoint_id uuid default null
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_event_id uuid := ops.new_id();
begin
  insert into outreach.consent_events (
    tenant_id, id, channel, address, customer_id, action, source, evidence_message_id, quote, endpoint_id
  )
  values (
    v_tenant_id, v_event_id, p_channel, p_address, p_customer_id, 'opt_out', p_source, p_evidence_message_id, p_quote,
    p_endpoint_id
  );
  -- The first reason and its evidence stay: a second STOP is in the ledger, not a new state.
  insert into outreach.suppressions (tenant_id, channel, address, reason, consent_event_id)
  values (v_tenant_id, p_channel, p_address, p_reason, v_event_id)
  on conflict (tenant_id, channel, address) do nothing;
  perform outreach.cancel_queued(p_channel, p_address, 'opted out');
end
$$;
comment on function outreach.suppress(text, text, text, text, uuid, uuid, text, uuid) is
  'Records a refusal with its evidence, suppresses the address and cancels what waits to be sent to it. The caller holds outreach.lock_address.';
