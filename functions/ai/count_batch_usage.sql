create or replace function ai.count_batch_usage(p_batch_id uuid, p_rows jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- https://developers.openai.com/api/docs/guides/batch: half the price of the same call at once.
  c_share constant numeric := 0.5;
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  with lines as materialized (
    select distinct on (r."customId") r.*
    from rows from (
      jsonb_to_recordset(p_rows) as (
        "customId" text, model text, "inputTokens" integer, "cachedInputTokens" integer, "outputTokens" integer
      )
    ) with ordinality as r ("customId", model, "inputTokens", "cachedInputTokens", "outputTokens", place)
    where r."inputTokens" is not null
    order by r."customId", r.place
  ), alike as (
    -- Most texts are as long as many others: a price is looked up once for them.
    select
      l.model, l."inputTokens" as input, coalesce(l."cachedInputTokens", 0) as cached, coalesce(l."outputTokens", 0) as output,
      count(*) as requests
    from lines as l
    cross join lateral (
      select from ai.batch_items as o
      where o.tenant_id = v_tenant_id and o.batch_id = p_batch_id and o.custom_id = l."customId" and o.state = 'claimed'
      offset 0
    ) as i
    group by 1, 2, 3, 4
  ), usage as (
    select
      coalesce(sum(a.requests) filter (where p.cost is null), 0) as unpriced, coalesce(sum(p.cost * a.requests), 0) as cost,
      coalesce(sum(a.input * a.requests), 0) as input, coalesce(sum(a.cached * a.requests), 0) as cached,
      coalesce(sum(a.output * a.requests), 0) as output, coalesce(sum(a.requests), 0) as requests
    from alike as a
    join ai.batch_jobs as b on b.tenant_id = v_tenant_id and b.id = p_batch_id
    cross join lateral (select ai.cost_of_call('openai', a.model, b.model, a.input, a.cached, a.output) as cost) as p
  ), counted as (
    -- A batch's results come for many conversations of many channels: they count as of none.
    insert into ai.daily_usage as d (
      tenant_id, day, provider, model, channel, purpose, calls, input_tokens, cached_input_tokens, output_tokens, cost_usd, unpriced_calls
    )
    select
      v_tenant_id, (ops.now() at time zone context.shop_zone(v_tenant_id))::date, 'openai', b.model, 'none', 'batch_' || b.job_type,
      u.requests, u.input, u.cached, u.output, u.cost * c_share, u.unpriced
    from usage as u
    join ai.batch_jobs as b on b.tenant_id = v_tenant_id and b.id = p_batch_id
    where u.requests > 0
    on conflict (tenant_id, day, provider, model, channel, purpose) do update
    set calls = d.calls + excluded.calls, input_tokens = d.input_tokens + excluded.input_tokens,
      cached_input_tokens = d.cached_input_tokens + excluded.cached_input_tokens,
      output_tokens = d.output_tokens + excluded.output_tokens, cost_usd = d.cost_usd + excluded.cost_usd,
      unpriced_calls = d.unpriced_calls + excluded.unpriced_calls
  )
  update ai.batch_jobs as b
  set input_tokens = b.input_tokens + u.input, cached_input_tokens = b.cached_input_tokens + u.cached,
    output_tokens = b.output_tokens + u.output, cost_usd = b.cost_usd + u.cost * c_share,
    savings_usd = b.savings_usd + u.cost * (1 - c_share), unpriced_requests = b.unpriced_requests + u.unpriced
  from usage as u
  where b.tenant_id = v_tenant_id and b.id = p_batch_id;
  perform ai.note_budget(v_tenant_id);
end
$$;
comment on function ai.count_batch_usage(uuid, jsonb) is
  'Adds what answered lines used to their batch and to the day''s usage: tokens, cost at half the price, and what that saves. Before the lines are taken in: those that were counted before do not count again.';
