create or replace function ai.list_batch_metrics()
returns table (name text, labels jsonb, value numeric, kind text, help text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select 'rapport_batches', jsonb_build_object('type', b.job_type, 'status', b.status), count(*)::numeric, 'gauge', 'Batches by type and status.'
  from ai.batch_jobs as b group by b.job_type, b.status
  union all
  select 'rapport_batch_oldest_seconds', jsonb_build_object('type', t.job_type),
    coalesce(round(extract(epoch from max(ops.now() - b.created_at)), 3), 0), 'gauge', 'How long the oldest batch that is not over has been under way.'
  from ai.batch_types as t
  left join ai.batch_jobs as b on b.job_type = t.job_type and b.completed_at is null
  group by t.job_type
  union all
  select 'rapport_batch_requests_total', jsonb_build_object('type', b.job_type, 'outcome', r.outcome), sum(r.requests)::numeric, 'counter',
    'Requests of batches by what became of them.'
  from ai.batch_jobs as b
  cross join lateral (values
    ('completed', b.completed_requests), ('failed', b.failed_requests), ('dropped', b.dropped_requests)
  ) as r (outcome, requests)
  group by b.job_type, r.outcome
  union all
  select 'rapport_batch_cost_usd_total', jsonb_build_object('type', b.job_type), sum(b.cost_usd), 'counter', 'Cost of batches in US dollars.'
  from ai.batch_jobs as b group by b.job_type
  union all
  select 'rapport_batch_savings_usd_total', jsonb_build_object('type', b.job_type), sum(b.savings_usd), 'counter',
    'What batches saved against the same calls at once, in US dollars.'
  from ai.batch_jobs as b group by b.job_type;
end
$$;
comment on function ai.list_batch_metrics() is 'The part of api.get_metrics about batches.';
