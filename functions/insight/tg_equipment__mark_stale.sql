-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function insight.tg_equipment__mark_stale()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_tenant_ids uuid[];
  v_customer_ids uuid[];
begin
  if tg_op = 'UPDATE' then
    select array_agg(c.tenant_id), array_agg(c.customer_id) into v_tenant_ids, v_customer_ids
    from (
      select x.tenant_id, x.customer_id
      from new_rows as n
      join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id
      cross join lateral (values (n.tenant_id, n.customer_id), (o.tenant_id, o.customer_id)) as x (tenant_id, customer_id)
      where (
          n.customer_id, n.address_id, n.kind, n.make, n.type, n.installed_on, n.installed_on_precision,
          n.warranty_end_date, n.sold_on, n.removed_on, n.confidence
        ) is distinct from (
          o.customer_id, o.address_id, o.kind, o.make, o.type, o.installed_on, o.installed_on_precision,
          o.warranty_end_date, o.sold_on, o.removed_on, o.confidence
        )
      group by x.tenant_id, x.customer_id
    ) as c;
  else
    select array_agg(c.tenant_id), array_agg(c.customer_id) into v_tenant_ids, v_customer_ids
    from (select distinct r.tenant_id, r.customer_id from changed_rows as r) as c;
  end if;
  if v_tenant_ids is not null then
    perform insight.mark_stale(v_tenant_ids, v_customer_ids);
  end if;
  return null;
end
$$;
comment on function insight.tg_equipment__mark_stale() is
  'Has the insights of customers made again whose equipment came, went or changed in what rules look at.';

create or replace trigger _500_mark_stale_insert after insert on context.equipment
referencing new table as changed_rows
for each statement execute function insight.tg_equipment__mark_stale();
create or replace trigger _500_mark_stale_update after update on context.equipment
referencing old table as old_rows new table as new_rows
for each statement execute function insight.tg_equipment__mark_stale();
create or replace trigger _500_mark_stale_delete after delete on context.equipment
referencing old table as changed_rows
for each statement execute function insight.tg_equipment__mark_stale();
