create or replace function api.finish_backfill(p_tenant_id uuid, p_backfill_id uuid)
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
  v_run := intake.lock_backfill(p_backfill_id);
  if v_run.state = 'running' then
    update intake.backfill_runs as r
    set state = 'done', ended_at = ops.now()
    where r.tenant_id = p_tenant_id and r.id = p_backfill_id
    returning * into v_run;
  end if;
  return intake.describe_backfill(v_run);
end
$$;
comment on function api.finish_backfill(uuid, uuid) is
  'Says that a run''s input is read to its end; twice is once. Answers the run as api.start_backfill. RP001 for an unknown run.';
