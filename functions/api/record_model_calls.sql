create or replace function api.record_model_calls(p_tenant_id uuid, p_calls jsonb)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  insert into ai.model_calls (
    tenant_id, purpose, provider, model, conversation_id, position, outcome, input_tokens, cached_input_tokens, output_tokens,
    cost_usd, latency_ms, request_id, experiment, arm
  )
  select
    p_tenant_id, c.purpose, c.provider, coalesce(c.model, c."requestedModel"), v.id, c.position, c.outcome, c."inputTokens",
    c."cachedInputTokens", c."outputTokens",
    ai.cost_of_call(c.provider, c.model, c."requestedModel", c."inputTokens", c."cachedInputTokens", c."outputTokens"),
    c."latencyMs", c."requestId", c.experiment, c.arm
  from rows from (
    jsonb_to_recordset(p_calls) as (
      purpose text, provider text, "requestedModel" text, model text, "conversationId" uuid, outcome text,
      "inputTokens" integer, "cachedInputTokens" integer, "outputTokens" integer, "latencyMs" integer, "requestId" text,
      experiment text, arm text
    )
  ) with ordinality as c (
    purpose, provider, "requestedModel", model, "conversationId", outcome, "inputTokens", "cachedInputTokens", "outputTokens",
    "latencyMs", "requestId", experiment, arm, position
  )
  left join memory.conversations as v on v.tenant_id = p_tenant_id and v.id = c."conversationId";
  perform ai.update_health(p_calls);
end
$$;
comment on function api.record_model_calls(uuid, jsonb) is
  'Keeps what calls of models used and cost, and what they say about the providers'' health: an array, in the order they were made, of {purpose, provider, requestedModel, model|null, conversationId|null, outcome, inputTokens, cachedInputTokens, outputTokens, latencyMs, requestId|null, retryAfterSeconds|null, experiment?, arm?}. A cost is null where no price is known.';
