-- owner: rapport_owner
create or replace function api.claim_unknown_deliveries(p_limit integer default 100)
returns table (
  tenant_id uuid, delivery_id uuid, attempt integer, to_address text, started_at timestamptz
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_stuck record;
begin
  -- The worker died between its claim and its report: whether the provider was called is not known.
  with expired as (
    select d.tenant_id, d.id, d.attempt
    from outreach.deliveries as d
    where d.state = 'sending' and d.lease_expires_at <= ops.now()
    order by d.tenant_id, d.id
    for no key update skip locked
  ),
  noted as (
    update outreach.delivery_attempts as a
    set outcome = 'unknown'
    from expired as e
    where a.tenant_id = e.tenant_id and a.delivery_id = e.id and a.attempt = e.attempt and a.outcome is null
  )
  update outreach.deliveries as d
  set state = 'unknown', reason = 'lease expired'
  from expired as e
  where d.tenant_id = e.tenant_id and d.id = e.id;

  with hopeless as (
    select d.tenant_id, d.id
    from outreach.deliveries as d
    join outreach.delivery_attempts as a on a.tenant_id = d.tenant_id and a.delivery_id = d.id and a.attempt = d.attempt
    where d.state = 'unknown' and a.started_at <= ops.now() - interval '15 minutes'
    order by d.tenant_id, d.id
    for no key update of d skip locked
  )
  update outreach.deliveries as d
  set state = 'needs_person', reason = 'not resolved in 15 minutes'
  from hopeless as h
  where d.tenant_id = h.tenant_id and d.id = h.id;

  -- The net under the queue: a delivery whose job was given up on (a database away for long) is taken up again.
  for v_stuck in
    update outreach.deliveries as d
    set updated_at = ops.now()
    from (
      select q.tenant_id, q.id
      from outreach.deliveries as q
      where q.state = 'queued' and q.not_before <= ops.now() - interval '10 minutes'
        and q.updated_at <= ops.now() - interval '10 minutes'
      order by q.id
      limit p_limit
      for no key update skip locked
    ) as s
    where d.tenant_id = s.tenant_id and d.id = s.id
    returning d.tenant_id, d.id
  loop
    perform queue.enqueue(
      'send', jsonb_build_object('tenantId', v_stuck.tenant_id, 'deliveryId', v_stuck.id), null, v_stuck.id::text
    );
  end loop;

  -- Taking turns: with more than one round of them, the newest must not wait until the oldest are given up.
  return query
  with due as (
    select a.tenant_id, a.delivery_id, a.attempt, d.to_address
    from outreach.deliveries as d
    join outreach.delivery_attempts as a on a.tenant_id = d.tenant_id and a.delivery_id = d.id and a.attempt = d.attempt
    where d.state = 'unknown' and a.started_at <= ops.now() - interval '30 seconds'
    order by a.looked_up_at nulls first, a.started_at, d.id
    limit p_limit
    for no key update of a skip locked
  ),
  claimed as (
    update outreach.delivery_attempts as a
    set looked_up_at = ops.now()
    from due
    where a.tenant_id = due.tenant_id and a.delivery_id = due.delivery_id and a.attempt = due.attempt
    returning a.tenant_id, a.delivery_id, a.attempt, due.to_address, a.started_at
  )
  select c.tenant_id, c.delivery_id, c.attempt::integer, c.to_address, c.started_at
  from claimed as c
  order by c.started_at, c.delivery_id;
end
$$;
comment on function api.claim_unknown_deliveries(integer) is
  'Deliveries of all tenants of which it is not known whether they were sent, the attempt at least 30 s old: to be looked up at the provider and given to api.reconcile_delivery. Those that were not looked up yet come first, then those whose last look-up is the longest ago. On the way: expired leases become unknown, what was unknown for 15 minutes needs_person, and queued ones that no job takes up are enqueued again.';
