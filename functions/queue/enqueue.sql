-- owner: rapport_owner
create or replace function queue.enqueue(
  p_queue text,
  p_data jsonb,
  p_start_after timestamptz default null,
  p_singleton_key text default null,
  p_group_id text default null
)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_queue record;
  v_start_after timestamptz := coalesce(p_start_after, pgboss.job_now());
  v_job_id uuid;
begin
  select * into v_queue from pgboss.queue as q where q.name = p_queue;
  if not found then
    raise exception 'unknown queue %', p_queue
      using errcode = 'foreign_key_violation', hint = 'Queues are declared in jobs/queues.ts and created by rapport migrate.';
  end if;

  -- Loops only when the queued job that stood in the way was claimed between the two statements.
  for v_turn in 1..10 loop
    -- The table's defaults are not the queue's: every policy column is copied, as pg-boss's own send does.
    insert into pgboss.job (
      name, data, start_after, created_on, singleton_key, group_id, expire_seconds, deletion_seconds, keep_until,
      retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds
    )
    values (
      v_queue.name, p_data, v_start_after, pgboss.job_now(), p_singleton_key, coalesce(p_group_id, p_data ->> 'tenantId'),
      v_queue.expire_seconds, v_queue.deletion_seconds, v_start_after + v_queue.retention_seconds * interval '1 second',
      v_queue.retry_limit, v_queue.retry_delay, v_queue.retry_backoff, v_queue.retry_delay_max, v_queue.policy,
      v_queue.dead_letter, v_queue.heartbeat_seconds
    )
    on conflict do nothing
    returning id into v_job_id;
    exit when v_job_id is not null;

    -- Holding the queued job until this transaction ends keeps a worker from running it before it can see what
    -- this transaction wrote; the cause would otherwise be left without a job.
    update pgboss.job as j
    set start_after = least(j.start_after, v_start_after)
    where j.name = p_queue
      and j.state = 'created'
      and coalesce(j.singleton_key, '') = coalesce(p_singleton_key, '');
    exit when found;
    if v_queue.policy = 'exclusive' then
      return null;
    end if;
  end loop;

  if v_queue.notify and v_start_after <= pgboss.job_now() then
    perform pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), p_queue);
  end if;
  return v_job_id;
end
$$;
comment on function queue.enqueue(text, jsonb, timestamptz, text, text) is
  'Puts a job on a queue with the queue''s own policy, in the caller''s transaction. Returns its id, or null when the queue''s policy already holds one for the key: that one is then kept from running before this transaction ends and is moved forward if it was due later (an exclusive queue whose job is running drops the new one). The group, for sharing workers fairly, defaults to the payload''s tenantId. Callers that enqueue several keys do so in key order. Unknown queue: 23503.';
