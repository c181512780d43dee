create or replace function api.get_provider_health()
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return coalesce(
    (
      select jsonb_agg(jsonb_build_object(
        'provider', h.provider,
        'status', case when h.skip_until > ops.now() then 'skipped' when h.consecutive_failures > 0 then 'degraded' else 'ok' end,
        'consecutiveFailures', h.consecutive_failures,
        'lastSuccessAt', h.last_success_at,
        'lastFailureAt', h.last_failure_at,
        'lastOutcome', h.last_outcome,
        'skipUntil', h.skip_until
      ) order by h.provider)
      from ai.provider_health as h
    ), '[]'
  );
end
$$;
comment on function api.get_provider_health() is
  'How the model providers are doing over all tenants: [{provider, status: ok|degraded|skipped, consecutiveFailures, lastSuccessAt, lastFailureAt, lastOutcome, skipUntil}]; one that was never called is missing. Reads no tenant''s rows.';
