create or replace function crm.extend_sync(p_run crm.sync_runs)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- Enough for what a reply or a technician asks about; the rest is read by polls.
  c_of_customer constant integer := 20;
  c_of_active constant integer := 1000;
  v_refusal text;
begin
  -- Stages: 0 what was planned; 1 what a reconciliation missed; 2 line items, newest first.
  if p_run.stage = 0 and p_run.kind = 'reconcile' then
    v_refusal := crm.add_missing_steps(p_run);
  elsif p_run.stage <= 1 then
    perform crm.add_line_item_steps(p_run, case p_run.kind
      when 'customer' then c_of_customer
      when 'lookup' then c_of_customer
      when 'active' then c_of_active
      when 'full' then null
      else (select s.poll_line_items from crm.sync_settings(p_run.tenant_id) as s)
    end);
  else
    return 'end';
  end if;
  update crm.sync_runs as r
  set stage = case when p_run.stage = 0 and p_run.kind = 'reconcile' then 1 else 2 end
  where r.tenant_id = p_run.tenant_id and r.id = p_run.id;
  return v_refusal;
end
$$;
comment on function crm.extend_sync(crm.sync_runs) is
  'Plans what follows from the steps that are through. Null when the run goes on (perhaps with nothing added), ''end'' after the last stage, else why the run must not go on.';
