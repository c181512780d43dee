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
  perform insight.take_turn();
  v_ids := array(
    select distinct m.customer_id
    from (
      select s.customer_id from insight.stale_customers as s where s.tenant_id = p_tenant_id order by s.customer_id, s.id limit p_limit
    ) as m
  );
  -- A merge or an erasure holds the customer before it takes their marks.
  perform from identity.customers as c where c.tenant_id = p_tenant_id and c.id = any (v_ids) order by c.id for key share;
  with taken as (
    delete from insight.stale_customers as s
    where s.tenant_id = p_tenant_id and s.customer_id = any (v_ids)
    returning s.customer_id
  )
  select count(*), coalesce(array_agg(distinct identity.follow_merge(t.customer_id)), '{}') into v_marks, v_ids from taken as t;

  -- What was noted before insights were switched off is not needed any more.
  if not tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_INSIGHTS') then
    v_ids := '{}';
  end if;
  if v_ids <> '{}' then
    perform insight.note_rules();
  end if;
  select e.* into v_result from insight.evaluate(v_ids) as e;
  return jsonb_build_object(
    'marks', v_marks, 'customers', cardinality(v_ids), 'generated', v_result.generated, 'reworded', v_result.reworded,
    'reopened', v_result.reopened, 'expired', v_result.expired
  );
end
$$;
comment on function api.refresh_insights(uuid, integer) is
  'Looks again at customers of a tenant whose facts changed, those of the first p_limit marks: {marks: how many were taken, customers, generated, reworded, reopened, expired}. Call again until marks is 0. Who is marked meanwhile is looked at again.';
