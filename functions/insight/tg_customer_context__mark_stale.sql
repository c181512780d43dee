-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function insight.tg_customer_context__mark_stale()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_tenant_ids uuid[];
  v_customer_ids uuid[];
begin
  select array_agg(n.tenant_id), array_agg(n.customer_id) into v_tenant_ids, v_customer_ids
  from new_rows as n
  join old_rows as o on o.tenant_id = n.tenant_id and o.customer_id = n.customer_id
  where (n.membership_status, n.membership_expires_at, n.lifetime_value)
    is distinct from (o.membership_status, o.membership_expires_at, o.lifetime_value);
  if v_tenant_ids is not null then
    perform insight.mark_stale(v_tenant_ids, v_customer_ids);
  end if;
  return null;
end
$$;
comment on function insight.tg_customer_context__mark_stale() is
  'Has the insights of customers made again whose membership or lifetime value changed, but for a value that follows from jobs, which have it done themselves. A new profile alone has nothing to find.';

create or replace trigger _500_mark_stale after update on context.customer_context
referencing old table as old_rows new table as new_rows
for each statement when (current_setting('rapport.is_counting', true) is distinct from 'on')
execute function insight.tg_customer_context__mark_stale();
