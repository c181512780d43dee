-- pgls-ignore-all plpgsql_check: the transition tables exist only while the triggers run
create or replace function context.tg_customer_job_history__derive_totals()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' then
    perform context.derive_totals(
      c.tenant_id, array_agg(distinct c.customer_id), coalesce(array_agg(distinct c.address_id) filter (where c.address_id is not null), '{}')
    )
    from (
      select x.tenant_id, unnest(array[x.customer_id, o.customer_id]) as customer_id, unnest(array[x.address_id, o.address_id]) as address_id
      from new_rows as x
      join old_rows as o on o.tenant_id = x.tenant_id and o.id = x.id
      where 'completed' in (x.work_status, o.work_status)
        and (x.customer_id, x.address_id, x.work_status, x.total_amount, x.completed_at, x.service_type)
          is distinct from (o.customer_id, o.address_id, o.work_status, o.total_amount, o.completed_at, o.service_type)
    ) as c
    group by c.tenant_id;
  else
    perform context.derive_totals(
      c.tenant_id, array_agg(distinct c.customer_id), coalesce(array_agg(distinct c.address_id) filter (where c.address_id is not null), '{}')
    )
    from changed_rows as c
    where c.work_status = 'completed'
    group by c.tenant_id;
  end if;
  return null;
end
$$;
comment on function context.tg_customer_job_history__derive_totals() is
  'Keeps the totals of customers and addresses at what their completed jobs come to, once a statement.';

create or replace trigger _500_derive_totals_insert after insert on context.customer_job_history
referencing new table as changed_rows
for each statement execute function context.tg_customer_job_history__derive_totals();
create or replace trigger _500_derive_totals_update after update on context.customer_job_history
referencing old table as old_rows new table as new_rows
for each statement execute function context.tg_customer_job_history__derive_totals();
create or replace trigger _500_derive_totals_delete after delete on context.customer_job_history
referencing old table as changed_rows
for each statement execute function context.tg_customer_job_history__derive_totals();
