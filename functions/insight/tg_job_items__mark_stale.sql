-- pgls-ignore-all plpgsql_check: the transition table exists only while the trigger runs
create or replace function insight.tg_job_items__mark_stale()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_tenant_ids uuid[];
  v_customer_ids uuid[];
begin
  select array_agg(c.tenant_id), array_agg(c.customer_id) into v_tenant_ids, v_customer_ids
  from (
    select distinct j.tenant_id, j.customer_id
    from changed_rows as r
    join context.customer_job_history as j on j.tenant_id = r.tenant_id and j.id = r.job_id
  ) as c;
  if v_tenant_ids is not null then
    perform insight.mark_stale(v_tenant_ids, v_customer_ids);
  end if;
  return null;
end
$$;
comment on function insight.tg_job_items__mark_stale() is
  'Has the insights of customers made again whose jobs'' line items came or went: they may come after the job and say what was done.';

create or replace trigger _500_mark_stale_insert after insert on context.job_items
referencing new table as changed_rows
for each statement execute function insight.tg_job_items__mark_stale();
create or replace trigger _500_mark_stale_delete after delete on context.job_items
referencing old table as changed_rows
for each statement execute function insight.tg_job_items__mark_stale();
