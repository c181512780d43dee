create or replace function api.open_call_stream(p_tenant_id uuid, p_call_id uuid, p_token text, p_stream jsonb)
returns jsonb
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_call memory.calls;
  v_hash constant text := encode(sha256(convert_to(p_token, 'UTF8')), 'hex');
  v_choice ai.model_choices;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select c.* into v_call from memory.calls as c where c.tenant_id = p_tenant_id and c.id = p_call_id for update;
  -- Hashes are compared: how long that takes says nothing about the token.
  if v_call.id is null or v_call.call_sid <> p_stream ->> 'callSid' or v_call.ended_at is not null then
    return '{"outcome": "refused", "reason": "unknown"}';
  elsif v_call.token_hash is null then
    return jsonb_build_object('outcome', 'refused', 'reason', case when v_call.token_used_at is null then 'unknown' else 'used' end);
  elsif v_call.token_hash <> v_hash then
    return '{"outcome": "refused", "reason": "wrong"}';
  elsif v_call.token_expires_at <= ops.now() then
    return '{"outcome": "refused", "reason": "expired"}';
  end if;
  select m.* into v_choice from ai.model_choices as m where m.purpose = 'voice' and m.provider = 'openai';
  update memory.calls as c
  set token_hash = null, token_expires_at = null, token_used_at = ops.now(), stream_sid = left(p_stream ->> 'streamSid', 100),
    streamed_at = ops.now(), stream_ended_at = null, stream_end = null, last_seen_at = ops.now()
  where c.tenant_id = p_tenant_id and c.id = p_call_id
  returning * into v_call;
  return jsonb_build_object(
    'outcome', 'open', 'answerMs', v_choice.timeout_ms, 'maxOutputTokens', v_choice.max_output_tokens
  ) || ai.brief_call(v_call);
end
$$;
comment on function api.open_call_stream(uuid, uuid, text, jsonb) is
  'Opens the stream of a call with its one-time token: {callSid, streamSid}. Returns {outcome: refused, reason: unknown | wrong | used | expired} or {outcome: open, answerMs (milliseconds without a sound after which the model is given up on), maxOutputTokens} and what ai.brief_call says.';
