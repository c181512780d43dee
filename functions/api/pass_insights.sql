create or replace function api.pass_insights(p_tenant_id uuid, p_after uuid default null, p_limit integer default 20000)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_full_every constant interval := interval '7 days';
  v_zone text;
  v_today date;
  v_pass insight.passes;
  v_ids uuid[] := '{}';
  v_result record;
  v_limit constant integer := greatest(p_limit, 1);
  v_next uuid;
  v_rules text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if not tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_INSIGHTS')
    or not exists (select from tenancy.tenants as t where t.id = p_tenant_id and t.status = 'active')
  then
    return jsonb_build_object('isFull', false, 'customers', 0, 'generated', 0, 'reworded', 0, 'reopened', 0, 'expired', 0, 'next', null);
  end if;
  perform insight.take_turn();
  v_zone := insight.shop_zone();
  v_today := (ops.now() at time zone v_zone)::date;
  -- Before anything is read by them: who changes them meanwhile has everybody looked at by the next pass.
  v_rules := insight.note_rules();

  if p_after is null then
    insert into insight.passes as p (tenant_id, started_on, is_full, rules)
    values (p_tenant_id, v_today, true, v_rules)
    on conflict (tenant_id) do update
    set started_at = ops.now(), started_on = v_today, rules = v_rules,
      is_full = p.passed_on is null or p.full_at <= ops.now() - c_full_every or p.full_rules is distinct from v_rules;
  end if;
  select p.* into v_pass from insight.passes as p where p.tenant_id = p_tenant_id;

  if v_pass.is_full then
    v_ids := array(
      select c.id
      from identity.customers as c
      where c.tenant_id = p_tenant_id and c.merged_into is null and (p_after is null or c.id > p_after)
      order by c.id
      limit v_limit
    );
  elsif v_pass.passed_on < v_pass.started_on then
    v_ids := insight.list_due_customers(v_pass.passed_on, v_pass.started_on, v_zone, p_after, v_limit);
  end if;
  if cardinality(v_ids) = v_limit then
    v_next := v_ids[v_limit];
  end if;
  select e.* into v_result
  from insight.evaluate(case when v_pass.is_full and p_after is null and v_next is null then null else v_ids end) as e;

  if v_next is null then
    update insight.passes as p
    set passed_on = p.started_on, full_at = case when p.is_full then p.started_at else p.full_at end,
      full_rules = case when p.is_full then p.rules else p.full_rules end
    where p.tenant_id = p_tenant_id;
  end if;
  return jsonb_build_object(
    'isFull', v_pass.is_full, 'customers', cardinality(v_ids), 'generated', v_result.generated, 'reworded', v_result.reworded,
    'reopened', v_result.reopened, 'expired', v_result.expired, 'next', v_next
  );
end
$$;
comment on function api.pass_insights(uuid, uuid, integer) is
  'One step of a pass over a tenant''s customers: makes the insights of at most p_limit of them, by id after p_after (null: begins a pass), what the rules find now. All customers are looked at once a week, the first time, and when rules, settings or wording changed; else those whom the days since the last pass could concern. {isFull, customers, generated, reworded, reopened, expired, next: what to give as p_after, null when the pass is through}. Nothing while CUSTOMER_CONTEXT_INSIGHTS is off.';
