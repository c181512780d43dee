create or replace function api.keep_unrouted_event(
  p_provider text, p_kind text, p_event_key text, p_address text, p_reason text, p_payload jsonb
)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform outreach.keep_unrouted(p_provider, p_kind, p_event_key, p_address, p_reason, p_payload);
end
$$;
comment on function api.keep_unrouted_event(text, text, text, text, text, jsonb) is
  'Keeps, once, a signed event that names no tenant of ours, for 30 days.';
