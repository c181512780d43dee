create or replace function outreach.cancel_queued(p_channel text, p_address text, p_reason text)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_count integer;
begin
  update outreach.deliveries as d
  set state = 'canceled', reason = p_reason
  where d.tenant_id = tenancy.current_tenant() and d.channel = p_channel and d.to_address = p_address and d.state = 'queued';
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function outreach.cancel_queued(text, text, text) is
  'Cancels everything that waits to be sent to an address; returns how many. The caller holds outreach.lock_address.';
