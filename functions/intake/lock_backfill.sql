create or replace function intake.lock_backfill(p_run_id uuid)
returns intake.backfill_runs
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_run intake.backfill_runs;
begin
  select r.* into v_run from intake.backfill_runs as r where r.tenant_id = tenancy.current_tenant() and r.id = p_run_id;
  if not found then
    raise exception 'no such run' using errcode = 'RP001', hint = 'rapport backfill list shows them.';
  end if;
  perform intake.lock_source(v_run.source);
  select r.* into v_run
  from intake.backfill_runs as r
  where r.tenant_id = tenancy.current_tenant() and r.id = p_run_id
  for no key update;
  return v_run;
end
$$;
comment on function intake.lock_backfill(uuid) is 'A run, held together with its source. RP001 for an unknown one.';
