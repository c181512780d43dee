-- owner: rapport_analytics
create or replace view analytics.model_cost_by_day
with (security_barrier = true) as
select
  (c.created_at at time zone 'UTC')::date as day,
  c.purpose,
  c.provider,
  c.model,
  count(*) as calls,
  count(*) filter (where c.outcome <> 'ok') as failed_calls,
  sum(c.input_tokens)::bigint as input_tokens,
  sum(c.cached_input_tokens)::bigint as cached_input_tokens,
  sum(c.output_tokens)::bigint as output_tokens,
  sum(c.cost_usd) as cost_usd,
  count(*) filter (where c.cost_usd is null) as calls_without_price,
  round(avg(c.latency_ms)) as mean_latency_ms,
  0::numeric as batch_savings_usd
from ai.model_calls as c
group by 1, 2, 3, 4
union all
select
  (b.completed_at at time zone 'UTC')::date,
  'batch_' || b.job_type,
  'openai',
  b.model,
  sum(b.total_requests),
  sum(b.failed_requests),
  sum(b.input_tokens)::bigint,
  sum(b.cached_input_tokens)::bigint,
  sum(b.output_tokens)::bigint,
  sum(b.cost_usd),
  sum(b.unpriced_requests),
  null,
  sum(b.savings_usd)
from ai.batch_jobs as b
where b.completed_at is not null
group by 1, 2, 3, 4
-- A fence: no condition of the reader's is estimated from, or tried on, rows behind the wall.
offset 0;

comment on view analytics.model_cost_by_day is
  'Calls of language models by day (UTC), purpose, provider and model: how many, how many failed, tokens, cost in US dollars (calls_without_price are not in it), mean latency in milliseconds. Batches count on the day they ended, as purpose batch_…: at half the price, batch_savings_usd is the other half.';
