create or replace function crm.record_absence(p_run crm.sync_runs, p_step crm.sync_steps)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_marked integer := 0;
begin
  if p_step.resource in ('job', 'line_items') then
    v_marked := crm.mark_deleted('job', array[p_step.external_id], ops.now());
  elsif p_step.resource = 'customer' then
    v_marked := crm.mark_deleted('customer', array[p_step.external_id], ops.now());
  end if;
  update crm.sync_steps as s
  set state = 'done', read_at = ops.now()
  where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id and s.ordinal = p_step.ordinal;
  update crm.sync_runs as r
  set counts = crm.add_counts(r.counts, jsonb_build_object('gone', v_marked))
  where r.tenant_id = p_run.tenant_id and r.id = p_run.id;
end
$$;
comment on function crm.record_absence(crm.sync_runs, crm.sync_steps) is
  'HousecallPro says that the record which a step asked for is not there or gone: it is marked as deleted.';
