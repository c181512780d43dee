create or replace function insight.evaluate(
  p_customer_ids uuid[], out generated integer, out reworded integer, out reopened integer, out expired integer
)
language plpgsql
volatile
security invoker
set search_path = ''
set work_mem = '128MB'
set enable_mergejoin = off
set max_parallel_workers_per_gather = 0
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_zone constant text := insight.shop_zone();
  v_today constant date := (ops.now() at time zone v_zone)::date;
  v_jobs insight.job_facts[];
  v_services insight.service_facts[];
begin
  -- Most nights of most shops: nobody to look at.
  if p_customer_ids = '{}' then
    select 0, 0, 0, 0 into generated, reworded, reopened, expired;
    return;
  end if;
  perform insight.take_turn();
  select r.jobs, r.services into v_jobs, v_services from insight.read_jobs(p_customer_ids, v_zone, v_today) as r;

  with findings as (
    select f.* from insight.find_old_equipment(p_customer_ids, v_today) as f
    union all
    select f.* from insight.find_ending_warranties(p_customer_ids, v_today) as f
    union all
    select f.* from insight.find_due_maintenance(p_customer_ids, v_today, v_services) as f
    union all
    select f.* from insight.find_spring_checks(p_customer_ids, v_today, v_services) as f
    union all
    select f.* from insight.find_upsells(v_today, v_jobs) as f
    union all
    select f.* from insight.find_leaving_customers(v_zone, v_today, v_jobs) as f
    union all
    select f.* from insight.find_unreviewed_jobs(v_zone, v_today, v_jobs) as f
    union all
    select f.* from insight.find_unpaid_balances(v_zone, v_today, v_jobs) as f
  ), changes as materialized (
    select s.*
    from (
      select
        insight.decide_step(
          k.status, k.expired_reason, k.expires_at, k.actioned_at, f.cause is not null, f.cause is distinct from k.cause,
          (f.data, f.priority, f.confidence, insight.wording_version()) is distinct from (k.insight_data, k.priority, k.confidence, k.wording),
          r.cooldown_days, ops.now()
        ) as step,
        k.id, coalesce(f.customer_id, k.customer_id) as customer_id, f.rule, f.subject, f.priority, f.confidence, f.cause, f.data,
        r.insight_type, r.is_enabled, r.expires_after_days
      from insight.read_known(p_customer_ids) as k
      full join findings as f on f.customer_id = k.customer_id and f.rule = k.rule and f.subject = k.subject
      left join insight.effective_rules as r on r.name = coalesce(f.rule, k.rule)
      -- Kept apart, or the step would be decided a second time for the condition.
      offset 0
    ) as s
    where s.step is not null
  ), held as materialized (
    -- Before their rows: a merge or an erasure holds the customer first as well. What it left is not touched.
    select c.id
    from identity.customers as c
    where c.tenant_id = v_tenant_id and c.merged_into is null and c.id in (select s.customer_id from changes as s)
    order by c.id
    for key share
  ), added as (
    insert into insight.customer_insights as i (
      tenant_id, customer_id, insight_type, rule, subject, cause, wording, priority, title, description, suggested_action, insight_data,
      confidence, expires_at
    )
    select
      v_tenant_id, s.customer_id, s.insight_type, s.rule, s.subject, s.cause, insight.wording_version(), s.priority,
      insight.say_title(s.rule, s.data), insight.say_description(s.rule, s.data), insight.say_action(s.rule, s.data), s.data, s.confidence,
      ops.now() + make_interval(days => s.expires_after_days)
    from changes as s
    join held as h on h.id = s.customer_id
    where s.step = 'add'
    returning 1
  ), changed as (
    update insight.customer_insights as i
    set status = 'active', cause = s.cause, wording = insight.wording_version(), priority = s.priority,
      title = insight.say_title(s.rule, s.data), description = insight.say_description(s.rule, s.data),
      suggested_action = insight.say_action(s.rule, s.data), insight_data = s.data, confidence = s.confidence,
      generated_at = case s.step when 'reopen' then ops.now() else i.generated_at end,
      expires_at = case when s.step = 'reword' then i.expires_at else ops.now() + make_interval(days => s.expires_after_days) end,
      actioned_at = null, actioned_by = null, dismissed_reason = null, expired_reason = null
    from changes as s
    join held as h on h.id = s.customer_id
    -- By an array, so that they are looked up by their key: mostly there are none, and never is the whole table to be read.
    where i.tenant_id = v_tenant_id and i.id = any (array(select c.id from changes as c where c.step in ('reword', 'renew', 'reopen')))
      and i.id = s.id and s.step in ('reword', 'renew', 'reopen')
    returning s.step
  ), ended as (
    update insight.customer_insights as i
    set status = 'expired', expired_reason = case when s.step = 'expire' then 'too old' when s.is_enabled then 'cause gone' else 'rule off' end
    from changes as s
    join held as h on h.id = s.customer_id
    where i.tenant_id = v_tenant_id and i.id = any (array(select c.id from changes as c where c.step in ('expire', 'close')))
      and i.id = s.id and i.status = 'active' and s.step in ('expire', 'close')
    returning 1
  )
  select
    (select count(*) from added), (select count(*) from changed as c where c.step <> 'reopen'),
    (select count(*) from changed as c where c.step = 'reopen'), (select count(*) from ended)
  into generated, reworded, reopened, expired;
end
$$;
comment on function insight.evaluate(uuid[]) is
  'Makes the insights of some customers of the current tenant (all: null) what the rules find now: adds, rewords, opens again, ends; touches nothing that is as it should be. How many of each.';
