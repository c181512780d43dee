create or replace function api.end_call_stream(p_tenant_id uuid, p_call_id uuid, p_stream_sid text, p_end text)
returns void
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_call memory.calls;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_call := memory.lock_call(p_call_id);
  -- A later stream of the same call is not this one's to end.
  if v_call.stream_sid is distinct from p_stream_sid or v_call.ended_at is not null then
    return;
  end if;
  update memory.calls as c
  set stream_ended_at = ops.now(), stream_end = coalesce(c.stream_end, p_end)
  where c.tenant_id = p_tenant_id and c.id = p_call_id
  returning * into v_call;
  if v_call.stream_end = 'hung_up' then
    perform memory.end_call(v_call);
  end if;
end
$$;
comment on function api.end_call_stream(uuid, uuid, text, text) is
  'The stream of a call ended: hung_up (then the call is over), person, model_failed, time_limit, shutdown or lost (then Twilio asks what next). A reason that api.continue_call was given stays. RP001 for an unknown call.';
