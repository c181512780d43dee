-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function crm.tg_customer_identities__queue_pushes()
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
    select n.tenant_id, array_agg(distinct n.customer_id) as customer_ids
    from new_rows as n
    where n.type = 'housecall_pro_id'
    group by n.tenant_id
    order by n.tenant_id
  loop
    perform crm.queue_profile_pushes(v_change.tenant_id, v_change.customer_ids);
    perform crm.queue_address_pushes(v_change.tenant_id, v_change.customer_ids);
  end loop;
  return null;
end
$$;
comment on function crm.tg_customer_identities__queue_pushes() is 'Brings what we know already of a customer to HousecallPro when they are linked.';

create or replace trigger _900_queue_pushes after insert on identity.customer_identities
referencing new table as new_rows
for each statement execute function crm.tg_customer_identities__queue_pushes();
