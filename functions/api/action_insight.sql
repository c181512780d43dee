create or replace function api.action_insight(
  p_tenant_id uuid, p_insight_id uuid, p_status text, p_reason text default null, p_customer_id uuid default null,
  p_idempotency_key text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_result jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_result := ai.begin_tool_call('action_insight', p_idempotency_key, jsonb_build_array(p_insight_id, p_status, p_reason));
  if v_result is not null then
    return v_result;
  elsif p_customer_id is not null and not exists (
    select from insight.customer_insights as i
    where i.tenant_id = p_tenant_id and i.id = p_insight_id and i.customer_id = identity.follow_merge(p_customer_id)
  ) then
    raise exception 'no such insight' using errcode = 'RP001';
  end if;
  v_result := api.update_insight(p_tenant_id, p_insight_id, p_status, ops.current_actor(), p_reason);
  -- The reason is free text about a customer: it stands with the insight, not with the key.
  return ai.end_tool_call(p_idempotency_key, (v_result ->> 'customerId')::uuid, v_result - 'dismissedReason');
end
$$;
comment on function api.action_insight(uuid, uuid, text, text, uuid, text) is
  'Closes a recommendation for an agent: {id, customerId, type, status, actionedAt, actionedBy}; as api.update_insight. p_customer_id: whose it has to be. RP001, RP003, RP004 as there, RP004 also for a key used for something else.';
