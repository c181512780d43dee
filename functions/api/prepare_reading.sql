create or replace function api.prepare_reading(p_tenant_id uuid, p_conversation_id uuid, p_purpose text, p_providers jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_request jsonb;
  v_plan record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_request := case p_purpose
    when 'enrichment' then memory.build_enrichment_request(p_tenant_id, p_conversation_id)
    when 'compression' then memory.build_compression_request(p_tenant_id, p_conversation_id)
  end;
  select
    jsonb_agg(jsonb_build_object('provider', p.provider, 'model', p.model, 'timeoutMs', p.timeout_ms)) as entries,
    sum(p.timeout_ms) + 1000 as deadline_ms, max(p.max_output_tokens) as max_output_tokens
  into v_plan
  from ai.plan_providers(p_providers, p_purpose) as p;
  if v_request is null or v_plan.entries is null then
    return jsonb_build_object('action', 'none');
  end if;
  return v_request || jsonb_build_object(
    'action', 'generate', 'plan', v_plan.entries, 'deadlineMs', v_plan.deadline_ms, 'maxOutputTokens', v_plan.max_output_tokens
  );
end
$$;
comment on function api.prepare_reading(uuid, uuid, text, jsonb) is
  'What reading a conversation for a purpose (enrichment | compression) takes: {action: none} when nothing is new or nobody can be asked, else {action: generate, schema: the purpose, instructions, input: JSON as text, plan: [{provider, model, timeoutMs}], deadlineMs, maxOutputTokens}.';
