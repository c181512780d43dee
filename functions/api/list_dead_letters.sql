create or replace function api.list_dead_letters(p_tenant_id uuid, p_limit integer default 100)
returns table (
  job_id uuid,
  queue text,
  attempts integer,
  first_error_class text,
  first_error text,
  last_error_class text,
  last_error text,
  enqueued_at timestamptz,
  failed_at timestamptz,
  payload jsonb
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select
    d.job_id, d.queue, d.attempts, d.first_error_class, d.first_error, d.last_error_class, d.last_error,
    d.enqueued_at, d.failed_at, d.payload
  from queue.dead_letters as d
  where d.tenant_id = p_tenant_id
  order by d.failed_at desc, d.job_id
  limit least(p_limit, 1000);
end
$$;
comment on function api.list_dead_letters(uuid, integer) is
  'A tenant''s jobs that were given up on, newest first, at most p_limit (1000 at most). job_id is what api.retry_dead_letter takes; payload holds ids only.';
