-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function crm.tg_customer_context__queue_pushes()
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
    select n.tenant_id, array_agg(n.customer_id) as customer_ids,
      coalesce(array_agg(n.customer_id) filter (where n.housecall_pro_id is distinct from o.housecall_pro_id), '{}') as linked_ids
    from new_rows as n
    join old_rows as o on o.tenant_id = n.tenant_id and o.customer_id = n.customer_id
    where (
      n.housecall_pro_id, n.preferred_time_window, n.communication_preference, n.preferred_technician_name, n.membership_status,
      n.membership_expires_at
    ) is distinct from (
      o.housecall_pro_id, o.preferred_time_window, o.communication_preference, o.preferred_technician_name, o.membership_status,
      o.membership_expires_at
    )
    -- Tags that HousecallPro itself told us are not told back.
    or n.tags is distinct from o.tags and exists (
      select from identity.field_sources as s
      where s.tenant_id = n.tenant_id and s.customer_id = n.customer_id and s.field = 'tags' and s.source = 'staff'
    )
    group by n.tenant_id
    order by n.tenant_id
  loop
    perform crm.queue_profile_pushes(v_change.tenant_id, v_change.customer_ids);
    perform crm.queue_address_pushes(v_change.tenant_id, v_change.linked_ids);
  end loop;
  return null;
end
$$;
comment on function crm.tg_customer_context__queue_pushes() is
  'Brings a changed preference, membership or tag to HousecallPro, and what we know already when a customer is linked. What HousecallPro itself says changes nothing that we would say there.';

create or replace trigger _900_queue_pushes after update on context.customer_context
referencing old table as old_rows new table as new_rows
for each statement when (current_setting('rapport.is_counting', true) is distinct from 'on')
execute function crm.tg_customer_context__queue_pushes();
