create or replace function ai.sum_usage(p_tenant_id uuid, p_from date, p_to date, p_by text[])
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(s.keys || jsonb_build_object(
      'calls', s.calls, 'failures', s.failures, 'inputTokens', s.input_tokens, 'cachedInputTokens', s.cached_input_tokens,
      'outputTokens', s.output_tokens, 'costUsd', round(s.cost_usd, 6), 'unpricedCalls', s.unpriced_calls, 'meanLatencyMs', s.mean_latency_ms
    ) order by s.keys ->> 'day', s.cost_usd desc, s.keys::text), '[]')
    from (
      select
        jsonb_strip_nulls(jsonb_build_object(
          'provider', case when 'provider' = any (p_by) then u.provider end,
          'model', case when 'model' = any (p_by) then u.model end,
          'channel', case when 'channel' = any (p_by) then u.channel end,
          'purpose', case when 'purpose' = any (p_by) then u.purpose end,
          'day', case when 'day' = any (p_by) then u.day end
        )) as keys,
        sum(u.calls) as calls, sum(u.failures) as failures, sum(u.input_tokens) as input_tokens,
        sum(u.cached_input_tokens) as cached_input_tokens, sum(u.output_tokens) as output_tokens, sum(u.cost_usd) as cost_usd,
        sum(u.unpriced_calls) as unpriced_calls, round(sum(u.latency_ms) / nullif(sum(u.timed_calls), 0)) as mean_latency_ms
      from ai.daily_usage as u
      where u.tenant_id = p_tenant_id and u.day between p_from and p_to
      group by 1
    ) as s
  );
end
$$;
comment on function ai.sum_usage(uuid, date, date, text[]) is
  'A tenant''s usage between two days, divided by columns of ai.daily_usage: the rows of api.get_usage.';
