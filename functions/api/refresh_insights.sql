create or replace function api.refresh_insights(p_tenant_id uuid, p_limit integer default 1000)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_marks integer;
  v_ids uuid[];
  v_result record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  with claimed as (
    delete from insight.stale_customers as s
    using (
      select m.customer_id, m.id
      from insight.stale_customers as m
      where m.tenant_id = p_tenant_id
      order by m.customer_id, m.id
      limit p_limit
      for update skip locked
    ) as c
    where s.tenant_id = p_tenant_id and s.customer_id = c.customer_id and s.id = c.id
    returning s.customer_id
  )
  select count(*), coalesce(array_agg(distinct identity.follow_merge(c.customer_id)), '{}') into v_marks, v_ids from claimed as c;

  -- What was noted before insights were switched off is not needed any more.
  if not tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_INSIGHTS') then
    v_ids := '{}';
  end if;
  select e.* into v_result from insight.evaluate(v_ids) as e;
  return jsonb_build_object(
    'marks', v_marks, 'customers', cardinality(v_ids), 'generated', v_result.generated, 'reworded', v_result.reworded,
    'reopened', v_result.reopened, 'expired', v_result.expired
  );
end
$$;
comment on function api.refresh_insights(uuid, integer) is
  'Looks again at customers of a tenant whose facts changed, taking at most p_limit marks: {marks: how many were taken, customers, generated, reworded, reopened, expired}. Call again while marks is p_limit. Takes no marks that another call has.';
