create or replace function api.start_backfill(
  p_tenant_id uuid, p_source text, p_input_name text, p_started_by text, p_fingerprint text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_run intake.backfill_runs;
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform intake.lock_source(p_source);
  select r.* into v_run
  from intake.backfill_runs as r
  where r.tenant_id = p_tenant_id and r.source = p_source and r.fingerprint = p_fingerprint and r.state = 'running';
  if not found then
    insert into intake.backfill_runs (tenant_id, source, input_name, fingerprint, started_by)
    values (p_tenant_id, p_source, p_input_name, p_fingerprint, p_started_by)
    returning * into v_run;
  end if;
  return intake.describe_backfill(v_run);
end
$$;
comment on function api.start_backfill(uuid, text, text, text, text) is
  'Begins to bring in history of another system (p_source), or goes on with the run over the same input (p_fingerprint) that was not finished: {id, source, input, state: running | done | rolling_back | rolled_back, position, lastKey, imported, repeated, skipped, bad, conversations, notes, removed, startedBy, startedAt, endedAt, rolledBackBy, rolledBackAt}. 23514 for a source that is no name.';
