create or replace function api.list_experiments(p_tenant_id uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return (
    select coalesce(jsonb_agg(ai.describe_experiment(e) order by e.is_active desc, e.updated_at desc, e.name), '[]')
    from ai.experiments as e
    where e.tenant_id = p_tenant_id
  );
end
$$;
comment on function api.list_experiments(uuid) is
  'A tenant''s experiments, the active one first: [{name, isActive, updatedAt, updatedBy, arms: [{name, provider, model|null, share: hundredths}], results: [{arm, conversations, bookingWishes, handovers: conversations with one, calls, outcomes: {"<provider> <outcome>": calls}, inputTokens, outputTokens, costUsd, meanLatencyMs, p95LatencyMs}]}]. Results count all calls made for the arm''s parties, those that stood in for a failed one too.';
