-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function insight.tg_customer_insights__count()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    insert into insight.counters as c (tenant_id, insight_type, generated)
    select r.tenant_id, r.insight_type, count(*)
    from changed_rows as r
    group by r.tenant_id, r.insight_type
    order by r.tenant_id, r.insight_type
    on conflict (tenant_id, insight_type) do update set generated = c.generated + excluded.generated;
  else
    insert into insight.counters as c (tenant_id, insight_type, generated, actioned, dismissed, expired)
    select
      n.tenant_id, n.insight_type, count(*) filter (where n.status = 'active'), count(*) filter (where n.status = 'actioned'),
      count(*) filter (where n.status = 'dismissed'), count(*) filter (where n.status = 'expired')
    from new_rows as n
    join old_rows as o on o.tenant_id = n.tenant_id and o.id = n.id and o.status <> n.status
    group by n.tenant_id, n.insight_type
    order by n.tenant_id, n.insight_type
    on conflict (tenant_id, insight_type) do update
    set generated = c.generated + excluded.generated, actioned = c.actioned + excluded.actioned,
      dismissed = c.dismissed + excluded.dismissed, expired = c.expired + excluded.expired;
  end if;
  return null;
end
$$;
comment on function insight.tg_customer_insights__count() is
  'Counts insights made, opened again and ended, a statement at a time and in the order of the counters'' key.';

create or replace trigger _500_count_insert after insert on insight.customer_insights
referencing new table as changed_rows
for each statement execute function insight.tg_customer_insights__count();
create or replace trigger _500_count_update after update on insight.customer_insights
referencing old table as old_rows new table as new_rows
for each statement execute function insight.tg_customer_insights__count();
