create or replace function crm.upsert_line_items(p_lists crm.item_list[])
returns uuid[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_changed uuid[];
begin
  if coalesce(cardinality(p_lists), 0) = 0 then
    return '{}';
  end if;
  v_changed := array(
    select l.job_id
    from unnest(p_lists) as l
    where array(
      select (i.position, i.name, i.description, i.kind, i.quantity, i.unit_price)::text
      from context.job_items as i
      where i.tenant_id = v_tenant_id and i.job_id = l.job_id
      order by i.position
    ) is distinct from array(
      select (i.position, i.name, i.description, i.kind, i.quantity, i.unit_price)::text
      from crm.read_line_items(l.items) as i
      order by i.position
    )
  );
  if v_changed = '{}' then
    return v_changed;
  end if;
  delete from context.job_items as i where i.tenant_id = v_tenant_id and i.job_id = any (v_changed);
  insert into context.job_items (tenant_id, job_id, position, name, description, kind, quantity, unit_price)
  select v_tenant_id, l.job_id, i.position, i.name, i.description, i.kind, i.quantity, i.unit_price
  from unnest(p_lists) as l
  cross join lateral crm.read_line_items(l.items) as i
  where l.job_id = any (v_changed);
  return v_changed;
end
$$;
comment on function crm.upsert_line_items(crm.item_list[]) is 'Makes the line items of jobs those of the lists. Returns the jobs whose items changed.';
