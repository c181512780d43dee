-- owner: rapport_owner
create or replace function api.enqueue_nightly_batches()
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  return (
    select count(queue.enqueue('compose_batches', jsonb_build_object('tenantId', t.id, 'jobType', t.job_type), null, t.key))
    from (
      select n.id, y.job_type, n.id || ' ' || y.job_type as key
      from tenancy.tenants as n
      cross join ai.batch_types as y
      where n.status = 'active' and ai.is_batch_type_ready(y) and tenancy.is_enabled(n.id, y.flag)
      order by key
    ) as t
  );
end
$$;
comment on function api.enqueue_nightly_batches() is
  'The nightly fan-out: a job for each active tenant and each kind of batch whose flag it has on. Returns how many.';
