-- owner: rapport_owner
create or replace function api.get_health()
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_queue jsonb;
  v_outbox jsonb;
  v_unrouted bigint;
  v_oldest_seconds numeric;
begin
  select jsonb_build_object(
    'waiting', count(*) filter (where j.state in ('created', 'retry')),
    'active', count(*) filter (where j.state = 'active'),
    'deadLetters', (select count(*) from queue.dead_letters),
    'oldestDueSeconds', coalesce(round(extract(epoch from max(ops.now() - j.start_after) filter (
      where j.state in ('created', 'retry') and j.start_after <= ops.now()
    ))), 0)
  ) into v_queue
  from pgboss.job as j
  where j.state < 'completed' and j.name <> 'dead_letter';
  v_oldest_seconds := (v_queue ->> 'oldestDueSeconds')::numeric;

  select coalesce(jsonb_object_agg(s.state, s.count), '{}') into v_outbox
  from (
    select d.state, count(*) from outreach.deliveries as d
    where d.state in ('queued', 'sending', 'unknown') or d.created_at > ops.now() - interval '1 day'
    group by d.state
  ) as s;

  select count(*) into v_unrouted from crm.unrouted_events as u where u.received_at > ops.now() - interval '1 day';

  return jsonb_build_object(
    'status', case
      when v_oldest_seconds > 300 or (v_queue ->> 'deadLetters')::bigint > 0 or v_outbox ? 'needs_person'
        or exists (select from crm.connection_health as h where h.state = 'unauthorised') then 'degraded'
      else 'ok'
    end,
    'migrations', (
      select jsonb_build_object('applied', count(*), 'newest', max(a.name))
      from migrate.applied as a where a.kind = 'versioned'
    ),
    'queue', v_queue,
    'outbox', v_outbox,
    'unroutedLastDay', v_unrouted,
    'crm', crm.describe_health(),
    'embeddings', jsonb_build_object(
      'waiting', (select count(*) from memory.unembedded_messages as u where u.given_up_at is null),
      'givenUp', (select count(*) from memory.unembedded_messages as u where u.given_up_at is not null),
      'changingModel', (select count(*) from memory.embedding_states as s where s.answering_model <> s.model)
    ),
    -- A level that a raised limit has made good again is still one that was reached.
    'budgets', (
      select jsonb_build_object(
        'soft', count(*) filter (where b.level = 'soft'), 'hard', count(*) filter (where b.level = 'hard')
      )
      from ai.budget_notices as b
      where b.month = date_trunc('month', ops.now() at time zone context.shop_zone(b.tenant_id))::date
    ),
    'providers', coalesce((
      select jsonb_agg(jsonb_build_object(
        'name', h.provider, 'consecutiveFailures', h.consecutive_failures, 'lastSuccessAt', h.last_success_at,
        'lastFailureAt', h.last_failure_at, 'lastOutcome', h.last_outcome, 'skippedUntil', h.skip_until
      ) order by h.provider)
      from ai.provider_health as h
    ), '[]')
  );
end
$$;
comment on function api.get_health() is
  'How the installation is, over all tenants, without personal data: {status: ok | degraded, migrations, queue, outbox (open, and of the last day), unroutedLastDay, crm (accounts by provider and state of their circuit breaker), embeddings (messages without a vector: waiting, given up; tenants on the way to another model), budgets (tenants that reached the soft or hard limit of their aiBudget this month), providers}. Degraded: a job is due for over five minutes, dead letters wait, a send needs a person, or a CRM turns a key away.';
