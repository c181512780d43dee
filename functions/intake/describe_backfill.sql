create or replace function intake.describe_backfill(p_run intake.backfill_runs)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_run.id, 'source', p_run.source, 'input', p_run.input_name, 'state', p_run.state,
    'position', p_run.position, 'lastKey', p_run.last_key,
    'imported', p_run.imported, 'repeated', p_run.repeated, 'skipped', p_run.skipped, 'bad', p_run.bad,
    'conversations', p_run.conversations, 'notes', p_run.notes, 'removed', p_run.removed,
    'startedBy', p_run.started_by, 'startedAt', context.to_iso(p_run.started_at), 'endedAt', context.to_iso(p_run.ended_at),
    'rolledBackBy', p_run.rolled_back_by, 'rolledBackAt', context.to_iso(p_run.rolled_back_at)
  );
end
$$;
comment on function intake.describe_backfill(intake.backfill_runs) is 'A run as the functions of api show it.';
