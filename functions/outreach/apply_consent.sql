create or replace function outreach.apply_consent(
  p_action text, p_source text, p_channel text, p_address text, p_customer_id uuid, p_message_id uuid, p_quote text,
  p_endpoint_id uuid
)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  if p_action = 'opt_out' then
    perform outreach.suppress(
      p_channel, p_address, 'opt_out', p_source, p_customer_id, p_message_id, p_quote, p_endpoint_id
    );
    return p_action;
  end if;
  if p_action = 'opt_in' then
    -- A block by staff or an address that cannot be reached is not the customer's to lift.
    delete from outreach.suppressions as s
    where s.tenant_id = v_tenant_id and s.channel = p_channel and s.address = p_address
      and s.reason in ('opt_out', 'provider_opt_out', 'complaint');
    if not found and p_source <> 'opt_out_type' then
      return null;
    end if;
  end if;
  insert into outreach.consent_events (
    tenant_id, channel, address, customer_id, action, source, evidence_message_id, quote, endpoint_id
  )
  values (v_tenant_id, p_channel, p_address, p_customer_id, p_action, p_source, p_message_id, p_quote, p_endpoint_id);
  return p_action;
end
$$;
comment on function outreach.apply_consent(text, text, text, text, uuid, uuid, text, uuid) is
  'Enters what a message says about consent into the ledger and the suppressions; returns the action, or null when it was an ordinary message after all: YES and START re-subscribe only whoever is opted out. The caller holds outreach.lock_address.';
