-- owner: rapport_owner
create or replace function api.get_metrics()
returns table (name text, labels jsonb, value numeric, kind text, help text)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return query
  select 'rapport_queue_depth', jsonb_build_object('queue', j.name, 'state', j.state), count(*)::numeric, 'gauge',
    'Jobs per queue and state: created, retry, active.'
  from pgboss.job as j where j.state < 'completed' group by j.name, j.state
  union all
  select 'rapport_queue_oldest_seconds', jsonb_build_object('queue', q.name),
    coalesce(round(extract(epoch from max(ops.now() - j.start_after)), 3), 0), 'gauge',
    'How long the oldest due job of a queue has waited.'
  from pgboss.queue as q
  left join pgboss.job as j on j.name = q.name and j.state in ('created', 'retry') and j.start_after <= ops.now()
  group by q.name
  union all
  -- Gauges over a day where rows are pruned: a counter that falls would be read as a restart.
  select 'rapport_job_executions_last_day', jsonb_build_object('queue', e.queue, 'outcome', e.outcome), count(*)::numeric, 'gauge',
    'Attempts at jobs of the last 24 hours, by outcome.'
  from ops.job_executions as e where e.ended_at > ops.now() - interval '1 day' group by e.queue, e.outcome
  union all
  select 'rapport_inbox_messages', '{}'::jsonb, count(*)::numeric, 'gauge', 'Acknowledged messages that were not taken in yet.'
  from memory.inbox
  union all
  select 'rapport_inbox_oldest_seconds', '{}'::jsonb, coalesce(round(extract(epoch from max(ops.now() - i.received_at)), 3), 0), 'gauge',
    'How long the oldest of them has waited.'
  from memory.inbox as i
  union all
  -- Those that wait for the night are waiting as they should; the others not for long.
  select 'rapport_unembedded_messages', jsonb_build_object('state', case when u.given_up_at is null then 'waiting' else 'given_up' end),
    count(*)::numeric, 'gauge', 'Messages worth a vector that have none: waiting, or given up because the service refuses their text.'
  from memory.unembedded_messages as u group by 2
  union all
  select 'rapport_embedding_model_changes', '{}'::jsonb, count(*)::numeric, 'gauge',
    'Tenants whose searches are still answered by the vectors of an older model.'
  from memory.embedding_states as s where s.answering_model <> s.model
  union all
  select 'rapport_unclassified_messages', '{}'::jsonb, count(*)::numeric, 'gauge',
    'Imported messages of which it was not said yet what they are about.'
  from memory.unclassified_messages
  union all
  select 'rapport_unread_jobs', '{}'::jsonb, count(*)::numeric, 'gauge',
    'Jobs that a reading of everybody in HousecallPro brought and whose notes were not read yet.'
  from context.unread_jobs as u where u.error is null
  union all
  select 'rapport_unreadable_jobs', '{}'::jsonb, count(*)::numeric, 'gauge',
    'Jobs of HousecallPro whose notes could not be read, until they change.'
  from context.unread_jobs as u where u.error is not null
  union all
  select 'rapport_outbox_messages', jsonb_build_object('state', d.state), count(*)::numeric, 'gauge', 'Messages in the outbox by state.'
  from outreach.deliveries as d group by d.state
  union all
  select 'rapport_send_failures_total', jsonb_build_object('code', coalesce(d.error_code, 'none')), count(*)::numeric, 'counter',
    'Messages that failed, by the provider''s error code.'
  from outreach.deliveries as d where d.state = 'failed' group by d.error_code
  union all
  select 'rapport_unrouted_events_last_day', jsonb_build_object('provider', u.provider), count(*)::numeric, 'gauge',
    'Signed events of the last 24 hours that belong to no tenant.'
  from crm.unrouted_events as u where u.received_at > ops.now() - interval '1 day' group by u.provider
  union all
  select 'rapport_crm_events_last_day', jsonb_build_object(
      'provider', e.provider, 'event', case when e.kind ~ '^[a-z]+(\.[a-z_]+){1,3}$' then e.kind else 'other' end,
      'outcome', coalesce(e.outcome, 'waiting')
    ), count(*)::numeric, 'gauge',
    'Signed events of CRMs of the last 24 hours by what became of them: ignored ones are unknown here, a SQLSTATE is tried again.'
  from crm.webhook_events as e
  where e.received_at > ops.now() - interval '1 day' and e.provider in ('housecall', 'shopmonkey')
  group by 2
  union all
  select 'rapport_model_calls_total', jsonb_build_object('provider', m.provider, 'outcome', m.outcome), count(*)::numeric, 'counter',
    'Model calls by provider and outcome.'
  from ai.model_calls as m group by m.provider, m.outcome
  union all
  select 'rapport_model_cost_usd_total', jsonb_build_object('provider', m.provider), coalesce(sum(m.cost_usd), 0), 'counter',
    'Cost of model calls in US dollars.'
  from ai.model_calls as m group by m.provider
  union all
  select 'rapport_model_budgets_reached', jsonb_build_object('level', l.level), count(n.month)::numeric, 'gauge',
    'Tenants that reached a limit of their budget for models this month.'
  from (values ('soft'), ('hard')) as l (level)
  left join ai.budget_notices as n
    on n.level = l.level and n.month = date_trunc('month', ops.now() at time zone context.shop_zone(n.tenant_id))::date
  group by l.level
  union all
  select b.name, b.labels, b.value, b.kind, b.help from ai.list_batch_metrics() as b
  union all
  select 'insights_generated_total', jsonb_build_object('type', i.insight_type), sum(i.generated), 'counter',
    'Insights generated or opened again, by type.'
  from insight.counters as i group by i.insight_type
  union all
  select 'insights_actioned_total', jsonb_build_object('type', i.insight_type), sum(i.actioned), 'counter', 'Insights acted on, by type.'
  from insight.counters as i group by i.insight_type
  union all
  select 'insights_dismissed_total', jsonb_build_object('type', i.insight_type), sum(i.dismissed), 'counter', 'Insights dismissed, by type.'
  from insight.counters as i group by i.insight_type
  union all
  select 'insights_expired_total', jsonb_build_object('type', i.insight_type), sum(i.expired), 'counter',
    'Insights that grew too old or whose cause went, by type.'
  from insight.counters as i group by i.insight_type
  union all
  select c.name, c.labels, c.value, c.kind, c.help from crm.list_sync_metrics() as c;
end
$$;
comment on function api.get_metrics() is
  'What Postgres knows for GET /metrics, over all tenants, without personal data: one row a series (labels as JSON, kind counter or gauge).';
