-- pgls-ignore-all plpgsql_check: the transition table exists only while the trigger runs
create or replace function ai.tg_model_calls__count()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- In the order of the key: two statements that meet wait for each other, and no longer.
  insert into ai.daily_usage as u (
    tenant_id, day, provider, model, channel, purpose, calls, failures, input_tokens, cached_input_tokens, output_tokens, cost_usd,
    unpriced_calls, timed_calls, latency_ms
  )
  select
    r.tenant_id, (r.created_at at time zone z.zone)::date as day, r.provider, r.model, coalesce(v.channel::text, 'none') as channel,
    r.purpose, count(*), count(*) filter (where r.outcome <> 'ok'), sum(r.input_tokens), sum(r.cached_input_tokens),
    sum(r.output_tokens), coalesce(sum(r.cost_usd), 0), count(*) filter (where r.cost_usd is null), count(*), sum(r.latency_ms)
  from changed_rows as r
  join (
    select t.tenant_id, context.shop_zone(t.tenant_id) as zone from (select distinct c.tenant_id from changed_rows as c) as t
  ) as z on z.tenant_id = r.tenant_id
  left join memory.conversations as v on v.tenant_id = r.tenant_id and v.id = r.conversation_id
  group by 1, 2, 3, 4, 5, 6
  order by 1, 2, 3, 4, 5, 6
  on conflict (tenant_id, day, provider, model, channel, purpose) do update
  set calls = u.calls + excluded.calls, failures = u.failures + excluded.failures, input_tokens = u.input_tokens + excluded.input_tokens,
    cached_input_tokens = u.cached_input_tokens + excluded.cached_input_tokens, output_tokens = u.output_tokens + excluded.output_tokens,
    cost_usd = u.cost_usd + excluded.cost_usd, unpriced_calls = u.unpriced_calls + excluded.unpriced_calls,
    timed_calls = u.timed_calls + excluded.timed_calls, latency_ms = u.latency_ms + excluded.latency_ms;
  perform ai.note_budget(t.tenant_id)
  from (select distinct c.tenant_id from changed_rows as c where c.cost_usd > 0 order by c.tenant_id) as t;
  return null;
end
$$;
comment on function ai.tg_model_calls__count() is
  'Adds calls to ai.daily_usage as they are recorded, whoever records them, and notices when they reach a limit of the budget.';

create or replace trigger _500_count after insert on ai.model_calls
referencing new table as changed_rows
for each statement execute function ai.tg_model_calls__count();
