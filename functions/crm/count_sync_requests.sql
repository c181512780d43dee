create or replace function crm.count_sync_requests(p_run crm.sync_runs, p_requests integer, p_counts jsonb default '{}')
returns crm.sync_runs
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_lease constant interval := interval '90 seconds';
  v_night date;
  v_run crm.sync_runs;
begin
  if p_run.requests_per_night is not null then
    select n.night into v_night from crm.find_night(p_run.tenant_id, ops.now()) as n;
  end if;
  update crm.sync_runs as r
  set requests = r.requests + p_requests,
    requests_tonight = case when r.budget_night is not distinct from v_night then r.requests_tonight else 0 end + p_requests,
    budget_night = v_night,
    counts = crm.add_counts(r.counts, p_counts),
    claimed_until = ops.now() + c_lease
  where r.tenant_id = p_run.tenant_id and r.id = p_run.id
  returning r.* into v_run;
  return v_run;
end
$$;
comment on function crm.count_sync_requests(crm.sync_runs, integer, jsonb) is
  'Adds requests, and what came of them, to a claimed run and to the night''s budget, and renews the claim. Returns the run.';
