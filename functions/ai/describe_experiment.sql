create or replace function ai.describe_experiment(p_experiment ai.experiments)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'name', p_experiment.name,
    'isActive', p_experiment.is_active,
    'updatedAt', p_experiment.updated_at,
    'updatedBy', p_experiment.updated_by,
    'arms', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'name', a.name, 'provider', a.provider, 'model', a.model, 'share', a.share
      ) order by a.position), '[]')
      from ai.experiment_arms as a
      where a.tenant_id = p_experiment.tenant_id and a.experiment = p_experiment.name
    ),
    'results', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'arm', r.arm, 'conversations', r.conversations, 'bookingWishes', r.wishes, 'handovers', r.handovers, 'calls', r.calls,
        'outcomes', r.outcomes, 'inputTokens', r.input_tokens, 'outputTokens', r.output_tokens, 'costUsd', round(r.cost_usd, 6),
        'meanLatencyMs', r.mean_latency_ms, 'p95LatencyMs', r.p95_latency_ms
      ) order by r.arm), '[]')
      from (
        select
          c.arm, count(*) as calls, count(distinct c.conversation_id) as conversations,
          count(distinct c.conversation_id) filter (where exists (
            select from lead.booking_wishes as w where w.tenant_id = c.tenant_id and w.conversation_id = c.conversation_id
          )) as wishes,
          count(distinct c.conversation_id) filter (where v.needs_person_at is not null) as handovers,
          (
            select jsonb_object_agg(o.outcome, o.calls)
            from (
              select k.provider || ' ' || k.outcome as outcome, count(*) as calls
              from ai.model_calls as k
              where k.tenant_id = p_experiment.tenant_id and k.experiment = p_experiment.name and k.arm = c.arm
              group by 1
            ) as o
          ) as outcomes,
          sum(c.input_tokens) as input_tokens, sum(c.output_tokens) as output_tokens, coalesce(sum(c.cost_usd), 0) as cost_usd,
          round(avg(c.latency_ms)) as mean_latency_ms, percentile_disc(0.95) within group (order by c.latency_ms) as p95_latency_ms
        from ai.model_calls as c
        left join memory.conversations as v on v.tenant_id = c.tenant_id and v.id = c.conversation_id
        where c.tenant_id = p_experiment.tenant_id and c.experiment = p_experiment.name
        group by c.arm
      ) as r
    )
  );
end
$$;
comment on function ai.describe_experiment(ai.experiments) is
  'An experiment as the api shows it: see api.list_experiments.';
