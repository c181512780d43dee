-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function crm.tg_customers__queue_pushes()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_change record;
begin
  -- A loop for the rare statement of several tenants.
  for v_change in
    select n.tenant_id, array_agg(n.id) as customer_ids
    from new_rows as n
    join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
    where (n.summary, n.current_issue_summary, n.merged_into) is distinct from (o.summary, o.current_issue_summary, o.merged_into)
    group by n.tenant_id
    order by n.tenant_id
  loop
    perform crm.queue_profile_pushes(v_change.tenant_id, v_change.customer_ids);
  end loop;
  return null;
end
$$;
comment on function crm.tg_customers__queue_pushes() is
  'Brings a changed conversation summary or current issue to HousecallPro, and those of a customer whose merge was undone.';

create or replace trigger _900_queue_pushes after update on identity.customers
referencing old table as old_rows new table as new_rows
for each statement execute function crm.tg_customers__queue_pushes();
