create or replace function crm.attach_customer(p_run crm.sync_runs)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_customer_id uuid;
begin
  if p_run.kind <> 'customer' or p_run.customer_id is not null then
    return;
  end if;
  select f.customer_id into v_customer_id from crm.find_customers(array[p_run.external_id]) as f;
  if not found then
    return;
  end if;
  update crm.sync_runs as r set customer_id = v_customer_id where r.tenant_id = p_run.tenant_id and r.id = p_run.id;
  update crm.sync_steps as s set customer_id = v_customer_id where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id;
end
$$;
comment on function crm.attach_customer(crm.sync_runs) is
  'Notes whose a customer''s reading is once ingest knows: theirs go with it, also when they are erased.';
