create or replace function ai.plan_call(p_providers jsonb, out model text, out timeout_ms integer, out max_output_tokens integer)
language plpgsql
stable
strict
set search_path = ''
as $$
begin
  select p.model, p.timeout_ms, p.max_output_tokens into model, timeout_ms, max_output_tokens
  from ai.plan_providers(p_providers, 'voice') as p
  -- A reply tries who is unwell rather than nobody; a caller is better off with a person or the voicemail.
  where not exists (
    select from ai.provider_health as h where h.provider = p.provider and h.skip_until > ops.now()
  )
  limit 1;
end
$$;
comment on function ai.plan_call(jsonb) is
  'Which model answers a call, of those whose providers have keys ([{provider, model | null}]), and after how many milliseconds without a sound it is given up on. All null: none can.';
