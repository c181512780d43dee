create or replace function crm.enqueue_pushes(p_tenant_id uuid, p_customer_ids uuid[], p_start_after timestamptz)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- A key for each customer: with the tenant as key its transactions would wait for each other. What an import changes waits
  -- for the next sweep, within a minute.
  if cardinality(p_customer_ids) <= 10 then
    perform queue.enqueue('push_housecall', jsonb_build_object('tenantId', p_tenant_id), p_start_after, c.customer_id::text)
    from (select distinct k.customer_id from unnest(p_customer_ids) as k (customer_id) order by k.customer_id) as c;
  end if;
end
$$;
comment on function crm.enqueue_pushes(uuid, uuid[], timestamptz) is
  'A job for what was queued for these customers in the outbox to HousecallPro; it works on whatever is due of the tenant.';
