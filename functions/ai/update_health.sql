create or replace function ai.update_health(p_calls jsonb)
returns void
language plpgsql
volatile
strict
set search_path = ''
as $$
begin
  insert into ai.provider_health as h (
    provider, consecutive_failures, last_success_at, last_failure_at, last_outcome, skip_until
  )
  select
    s.provider, s.failures, case when s.has_success then ops.now() end, case when s.failures > 0 then ops.now() end, s.last_outcome,
    ai.skip_until(s.failures, s.retry_after)
  from (
    select
      c.provider,
      count(*) filter (where c.is_failure and c.position > c.succeeded) as failures,
      bool_or(c.succeeded > 0) as has_success,
      (array_agg(c.outcome order by c.position desc))[1] as last_outcome,
      max(c."retryAfterSeconds") filter (where c.position > c.succeeded) as retry_after
    from (
      select
        r.provider, r.outcome, r."retryAfterSeconds", r.position,
        r.outcome in ('timeout', 'unavailable', 'network', 'rate_limited', 'auth') as is_failure,
        coalesce(max(r.position) filter (where r.outcome in ('ok', 'empty', 'refused')) over (partition by r.provider), 0) as succeeded
      from rows from (
        jsonb_to_recordset(p_calls) as (provider text, outcome text, "retryAfterSeconds" numeric)
      ) with ordinality as r (provider, outcome, "retryAfterSeconds", position)
      where r.provider <> 'local'
    ) as c
    group by c.provider
  ) as s
  where s.failures > 0 or s.has_success
  order by s.provider
  on conflict (provider) do update set
    consecutive_failures = excluded.consecutive_failures
      + case when excluded.last_success_at is null then h.consecutive_failures else 0 end,
    last_success_at = coalesce(excluded.last_success_at, h.last_success_at),
    last_failure_at = coalesce(excluded.last_failure_at, h.last_failure_at),
    last_outcome = excluded.last_outcome,
    skip_until = greatest(
      ai.skip_until(
        excluded.consecutive_failures + case when excluded.last_success_at is null then h.consecutive_failures else 0 end,
        null
      ),
      excluded.skip_until
    )
  -- A provider that is well stays untouched for a minute, so that not every call of every tenant meets at one row.
  where excluded.consecutive_failures > 0 or h.consecutive_failures > 0
    or h.last_success_at is null or h.last_success_at < ops.now() - interval '1 minute';
end
$$;
comment on function ai.update_health(jsonb) is
  'Counts failures in a row of each provider (timeout, unavailable, network, rate_limited, auth); an answer, even an unusable one, sets the count back. Other outcomes say nothing about the provider.';
