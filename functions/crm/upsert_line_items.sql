create or replace function crm.upsert_line_items(p_lists crm.item_list[], p_items crm.item_row[])
returns uuid[]
language plpgsql
volatile
security invoker
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_changed uuid[];
  v_stale uuid[];
begin
  -- Planned anew each time: a plan that was made while the tables were empty would read them whole for every row.
  if coalesce(cardinality(p_lists), 0) = 0 then
    return '{}';
  end if;
  select coalesce(array_agg(l.id order by l.id), '{}'), coalesce(array_agg(l.id order by l.id) filter (where p.items is not null), '{}')
  into v_changed, v_stale
  from (
    select h.id, h.housecall_pro_job_id as job
    from unnest(p_lists) as u
    join context.customer_job_history as h on h.tenant_id = v_tenant_id and h.housecall_pro_job_id = u.job
  ) as l
  left join (
    select i.job, array_agg((i.position, i.name, i.description, i.kind, i.quantity, i.unit_price)::text order by i.position) as items
    from unnest(p_items) as i
    group by i.job
  ) as w on w.job = l.job
  cross join lateral (
    select array_agg((i.position, i.name, i.description, i.kind, i.quantity, i.unit_price)::text order by i.position) as items
    from context.job_items as i
    where i.tenant_id = v_tenant_id and i.job_id = l.id
  ) as p
  where w.items is distinct from p.items;

  if v_stale <> '{}' then
    delete from context.job_items as i where i.tenant_id = v_tenant_id and i.job_id = any (v_stale);
  end if;
  if v_changed = '{}' then
    return v_changed;
  end if;
  insert into context.job_items (tenant_id, job_id, position, name, description, kind, quantity, unit_price)
  select v_tenant_id, h.id, w.position, w.name, w.description, w.kind, w.quantity, w.unit_price
  from unnest(p_items) as w
  join context.customer_job_history as h on h.tenant_id = v_tenant_id and h.housecall_pro_job_id = w.job
  join unnest(v_changed) as c (id) on c.id = h.id;
  return v_changed;
end
$$;
comment on function crm.upsert_line_items(crm.item_list[], crm.item_row[]) is
  'Makes the line items of the lists'' jobs those that were read of them. Returns the jobs whose items changed.';
