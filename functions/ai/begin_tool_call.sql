create or replace function ai.begin_tool_call(p_tool text, p_key text, p_input jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_hash constant bytea := sha256(convert_to(p_input::text, 'UTF8'));
  v_call ai.tool_calls;
begin
  if p_key is null then
    return null;
  end if;
  -- Of several at once one goes on; the others wait here for its end, and do it themselves where it failed.
  insert into ai.tool_calls (tenant_id, caller, idempotency_key, tool, input_hash)
  values (v_tenant_id, ops.current_actor(), p_key, p_tool, v_hash)
  on conflict (tenant_id, caller, idempotency_key) do nothing;
  if found then
    return null;
  end if;
  select c.* into v_call
  from ai.tool_calls as c
  where c.tenant_id = v_tenant_id and c.caller = ops.current_actor() and c.idempotency_key = p_key;
  if v_call.tool <> p_tool or v_call.input_hash <> v_hash then
    raise exception 'the idempotency key was used for something else' using errcode = 'RP004',
      hint = format('Done with this key already: %s, which answered %s. Use a new key for anything else.', v_call.tool, v_call.result);
  end if;
  return v_call.result;
end
$$;
comment on function ai.begin_tool_call(text, text, jsonb) is
  'Begins a write of the current tenant that may come twice: null when it is to be done (or has no key), else what it answered the first time. Nothing is remembered of a call that fails. RP004 when the key stands for another call. First act of a write, before any customer is locked.';
