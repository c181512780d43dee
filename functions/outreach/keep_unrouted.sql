create or replace function outreach.keep_unrouted(
  p_provider text, p_kind text, p_event_key text, p_address text, p_reason text, p_payload jsonb
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into crm.unrouted_events (provider, event_key, kind, address, reason, payload)
  values (p_provider, left(p_event_key, 200), p_kind, p_address, p_reason, p_payload)
  on conflict (provider, event_key) do nothing;
end
$$;
comment on function outreach.keep_unrouted(text, text, text, text, text, jsonb) is
  'Keeps a signed event that belongs to no tenant or no delivery, once; api.list_unrouted_events shows it.';
