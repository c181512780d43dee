create or replace function ai.end_tool_call(p_key text, p_customer_id uuid, p_result jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update ai.tool_calls as c
  set customer_id = p_customer_id, result = p_result
  where c.tenant_id = tenancy.current_tenant() and c.caller = ops.current_actor() and c.idempotency_key = p_key;
  return p_result;
end
$$;
comment on function ai.end_tool_call(text, uuid, jsonb) is
  'Remembers what a write answered for the call that ai.begin_tool_call began, and returns it; without a key it only returns it. p_customer_id: whose it is, so that erasing them takes it along.';
