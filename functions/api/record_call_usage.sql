create or replace function api.record_call_usage(p_tenant_id uuid, p_call_id uuid, p_usage jsonb)
returns void
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_call memory.calls;
  v_cost numeric;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_call := memory.lock_call(p_call_id);
  -- Twice for one answer would be twice the cost.
  if exists (
    select from ai.model_calls as c
    where c.tenant_id = p_tenant_id and c.conversation_id = v_call.conversation_id and c.request_id = p_usage ->> 'requestId'
  ) then
    return;
  end if;
  v_cost := ai.cost_of_voice(v_call.model, jsonb_build_object(
    'text_in', coalesce(p_usage -> 'textIn', '0'), 'cached_text', coalesce(p_usage -> 'cachedText', '0'),
    'audio_in', coalesce(p_usage -> 'audioIn', '0'), 'cached_audio', coalesce(p_usage -> 'cachedAudio', '0'),
    'text_out', coalesce(p_usage -> 'textOut', '0'), 'audio_out', coalesce(p_usage -> 'audioOut', '0')
  ));
  insert into ai.model_calls (
    tenant_id, purpose, provider, model, conversation_id, outcome, input_tokens, cached_input_tokens, output_tokens, cost_usd,
    latency_ms, request_id
  )
  values (
    p_tenant_id, 'voice', 'openai', coalesce(v_call.model, 'unknown'), v_call.conversation_id, p_usage ->> 'outcome',
    coalesce((p_usage ->> 'textIn')::integer, 0) + coalesce((p_usage ->> 'audioIn')::integer, 0),
    coalesce((p_usage ->> 'cachedText')::integer, 0) + coalesce((p_usage ->> 'cachedAudio')::integer, 0),
    coalesce((p_usage ->> 'textOut')::integer, 0) + coalesce((p_usage ->> 'audioOut')::integer, 0),
    v_cost, (p_usage ->> 'latencyMs')::integer, p_usage ->> 'requestId'
  );
  update memory.calls as c
  set cost_usd = c.cost_usd + coalesce(v_cost, 0)
  where c.tenant_id = p_tenant_id and c.id = p_call_id;
  perform ai.update_health(jsonb_build_array(jsonb_build_object(
    'provider', 'openai', 'outcome', p_usage -> 'outcome', 'retryAfterSeconds', null
  )));
end
$$;
comment on function api.record_call_usage(uuid, uuid, jsonb) is
  'What one answer of the model in a call used, or how it failed: {requestId | null, outcome, latencyMs, textIn, cachedText, audioIn, cachedAudio, textOut, audioOut}, tokens; in ai.model_calls (purpose voice), in the call''s cost and in the provider''s health. Once by requestId. RP001 for an unknown call.';
