create or replace function crm.next_sync_step(p_run_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_run crm.sync_runs;
  v_step crm.sync_steps;
  v_refusal text;
  v_pause record;
begin
  select r.* into v_run from crm.sync_runs as r where r.tenant_id = v_tenant_id and r.id = p_run_id;
  -- Loops only from stage to stage, of which there are few.
  loop
    select s.* into v_step
    from crm.sync_steps as s
    where s.tenant_id = v_tenant_id and s.run_id = p_run_id and s.state = 'open'
    order by s.ordinal
    limit 1;
    exit when found;
    v_refusal := crm.extend_sync(v_run);
    if v_refusal = 'end' then
      return crm.finish_sync(v_run, 'done');
    elsif v_refusal is not null then
      return crm.finish_sync(v_run, 'failed', v_refusal);
    end if;
    select r.* into v_run from crm.sync_runs as r where r.tenant_id = v_tenant_id and r.id = p_run_id;
  end loop;

  select p.* into v_pause from crm.find_pause(v_run) as p;
  if v_pause.until is not null then
    return crm.pause_sync(v_run, v_pause.reason, v_pause.until);
  end if;
  return crm.describe_sync_step(v_run, v_step);
end
$$;
comment on function crm.next_sync_step(uuid) is
  'What a claimed run does next: {action: fetch, …} for one request, {action: wait, reason, until} when it has to rest, {action: none, state} when it is through.';
