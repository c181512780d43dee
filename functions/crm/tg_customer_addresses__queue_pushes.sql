-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function crm.tg_customer_addresses__queue_pushes()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_change record;
begin
  if current_setting('rapport.is_ingesting', true) = 'on' then
    return null;
  end if;
  -- A loop for the rare statement of several tenants.
  for v_change in
    select n.tenant_id, array_agg(distinct n.customer_id) as customer_ids
    from new_rows as n
    where n.housecall_pro_address_id is null
    group by n.tenant_id
    order by n.tenant_id
  loop
    perform crm.queue_address_pushes(v_change.tenant_id, v_change.customer_ids);
  end loop;
  return null;
end
$$;
comment on function crm.tg_customer_addresses__queue_pushes() is 'Brings an address to HousecallPro, unless it came from there: its events leave out the ids of addresses.';

create or replace trigger _900_queue_pushes after insert on context.customer_addresses
referencing new table as new_rows
for each statement execute function crm.tg_customer_addresses__queue_pushes();
