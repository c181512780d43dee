create or replace function insight.match_items(p_customer_ids uuid[])
returns table (job_id uuid, rule text)
language plpgsql
stable
security invoker
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_names text[];
begin
  if cardinality(p_customer_ids) <= 500 then
    return query
    with items as materialized (
      select i.job_id, i.name
      from context.customer_job_history as j
      join context.job_items as i on i.tenant_id = v_tenant_id and i.job_id = j.id
      where j.tenant_id = v_tenant_id and j.customer_id = any (p_customer_ids)
    )
    select i.job_id, m.rule
    from insight.match_services(array(select distinct i.name from items as i)) as m
    join items as i on i.name = m.name;
    return;
  end if;

  -- From name to name through the index: there are few names and very many items.
  with recursive names as (
    (select i.name from context.job_items as i where i.tenant_id = v_tenant_id order by i.name limit 1)
    union all
    select (
      select i.name from context.job_items as i where i.tenant_id = v_tenant_id and i.name > n.name order by i.name limit 1
    )
    from names as n
    where n.name is not null
  )
  select array_agg(n.name) into v_names from names as n where n.name is not null;
  return query
  select i.job_id, m.rule
  from insight.match_services(v_names) as m
  join context.job_items as i on i.tenant_id = v_tenant_id and i.name = m.name;
end
$$;
comment on function insight.match_items(uuid[]) is
  'Jobs with a line item that counts as maintenance, and of which rule: those of a few customers, else of all of the current tenant.';
