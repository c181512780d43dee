create or replace function api.verify_crm_totals(p_tenant_id uuid, p_repair boolean default false)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_shown constant integer := 100;
  v_zone text;
  v_customers jsonb;
  v_addresses jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_zone := context.shop_zone(p_tenant_id);
  select coalesce(jsonb_agg(jsonb_build_object(
    'customerId', p.customer_id, 'stored', jsonb_build_object('jobs', p.total_jobs, 'value', p.lifetime_value),
    'derived', jsonb_build_object('jobs', coalesce(j.jobs, 0), 'value', coalesce(j.value, 0))
  ) order by p.customer_id), '[]')
  into v_customers
  from context.customer_context as p
  left join (
    select h.customer_id, count(*)::integer as jobs, coalesce(sum(h.total_amount), 0) as value
    from context.customer_job_history as h
    where h.tenant_id = p_tenant_id and h.work_status = 'completed'
    group by h.customer_id
  ) as j on j.customer_id = p.customer_id
  where p.tenant_id = p_tenant_id
    and (p.total_jobs, p.lifetime_value) is distinct from (coalesce(j.jobs, 0), coalesce(j.value, 0));

  select coalesce(jsonb_agg(jsonb_build_object(
    'addressId', a.id, 'stored', jsonb_build_object('jobs', a.job_count, 'lastOn', a.last_service_date, 'lastType', a.last_service_type),
    'derived', jsonb_build_object('jobs', coalesce(j.jobs, 0), 'lastOn', j.served_on, 'lastType', j.service_type)
  ) order by a.id), '[]')
  into v_addresses
  from context.customer_addresses as a
  left join (
    select h.address_id, count(*)::integer as jobs, (max(h.completed_at) at time zone v_zone)::date as served_on,
      (array_agg(h.service_type order by h.completed_at desc, h.id))[1] as service_type
    from context.customer_job_history as h
    where h.tenant_id = p_tenant_id and h.work_status = 'completed' and h.address_id is not null
    group by h.address_id
  ) as j on j.address_id = a.id
  where a.tenant_id = p_tenant_id
    and (a.job_count, a.last_service_date, a.last_service_type) is distinct from (coalesce(j.jobs, 0), j.served_on, j.service_type);

  if p_repair then
    perform context.derive_totals(
      p_tenant_id,
      array(select (w.item ->> 'customerId')::uuid from jsonb_array_elements(v_customers) as w (item)),
      array(select (w.item ->> 'addressId')::uuid from jsonb_array_elements(v_addresses) as w (item))
    );
    -- No job changed, which is what has it done otherwise.
    perform insight.mark_stale(array_agg(p_tenant_id), array_agg((w.item ->> 'customerId')::uuid))
    from jsonb_array_elements(v_customers) as w (item)
    having count(*) > 0;
  end if;
  return jsonb_build_object(
    'customers', (select count(*) from context.customer_context as p where p.tenant_id = p_tenant_id),
    'addresses', (select count(*) from context.customer_addresses as a where a.tenant_id = p_tenant_id),
    'wrongCustomers', jsonb_array_length(v_customers), 'wrongAddresses', jsonb_array_length(v_addresses),
    'isRepaired', p_repair,
    'shown', (
      select coalesce(jsonb_agg(w.item), '[]')
      from (select v.item from jsonb_array_elements(v_customers || v_addresses) as v (item) limit c_shown) as w
    )
  );
end
$$;
comment on function api.verify_crm_totals(uuid, boolean) is
  'Counts the completed jobs of all customers and addresses anew and compares them with what is stored; with p_repair what differs is set right. {customers, addresses, wrongCustomers, wrongAddresses, isRepaired, shown: at most 100 of [{customerId | addressId, stored, derived: {jobs, value} | {jobs, lastOn, lastType}}]}.';
