create or replace function context.derive_totals(p_tenant_id uuid, p_customer_ids uuid[], p_address_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_zone constant text := context.shop_zone(p_tenant_id);
begin
  -- Locked before the jobs are counted, so that who comes second counts the jobs of who came first. Lock order: profiles by
  -- customer, then addresses by id.
  perform from context.customer_context as p
  join unnest(p_customer_ids) as c (id) on c.id = p.customer_id
  where p.tenant_id = p_tenant_id
  order by p.customer_id
  for no key update of p;
  -- Told to the triggers of the profile: whose jobs changed is looked at for these, and nothing of it is HousecallPro's to hear.
  perform set_config('rapport.is_counting', 'on', true);
  update context.customer_context as p
  set total_jobs = t.jobs, lifetime_value = t.value
  from (
    select c.id, j.jobs, j.value
    from unnest(p_customer_ids) as c (id)
    cross join lateral (
      select count(*)::integer as jobs, coalesce(sum(h.total_amount), 0) as value
      from context.customer_job_history as h
      where h.tenant_id = p_tenant_id and h.customer_id = c.id and h.work_status = 'completed'
    ) as j
  ) as t
  where p.tenant_id = p_tenant_id and p.customer_id = t.id and (p.total_jobs, p.lifetime_value) is distinct from (t.jobs, t.value);
  perform set_config('rapport.is_counting', '', true);

  if cardinality(p_address_ids) = 0 then
    return;
  end if;
  perform from context.customer_addresses as a
  join unnest(p_address_ids) as x (id) on x.id = a.id
  where a.tenant_id = p_tenant_id
  order by a.id
  for no key update of a;
  update context.customer_addresses as a
  set job_count = t.jobs, last_service_date = t.served_on, last_service_type = t.service_type
  from (
    select x.id, j.jobs, (j.served_at at time zone v_zone)::date as served_on, j.service_type
    from unnest(p_address_ids) as x (id)
    cross join lateral (
      select count(*)::integer as jobs, max(h.completed_at) as served_at,
        (array_agg(h.service_type order by h.completed_at desc, h.id))[1] as service_type
      from context.customer_job_history as h
      where h.tenant_id = p_tenant_id and h.address_id = x.id and h.work_status = 'completed'
    ) as j
  ) as t
  where a.tenant_id = p_tenant_id and a.id = t.id
    and (a.job_count, a.last_service_date, a.last_service_type) is distinct from (t.jobs, t.served_on, t.service_type);
end
$$;
comment on function context.derive_totals(uuid, uuid[], uuid[]) is
  'Counts the completed jobs of customers (number, value) and addresses (number, day and type of the last) anew; canceled and deleted jobs are none.';
