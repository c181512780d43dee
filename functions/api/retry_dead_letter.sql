-- owner: rapport_owner
create or replace function api.retry_dead_letter(p_tenant_id uuid, p_job_id uuid)
returns uuid
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_dead record;
  v_job_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);

  select j.* into v_dead
  from pgboss.job as j
  where j.name = 'dead_letter'
    and j.id = p_job_id
    and j.state = 'created'
    and j.data ->> 'tenantId' = p_tenant_id::text
  for update;
  if not found then
    raise exception 'no such dead letter' using errcode = 'RP001';
  end if;

  v_job_id := queue.enqueue(v_dead.source_name, v_dead.data, null, v_dead.singleton_key, v_dead.group_id);
  if v_job_id is null then
    raise exception 'a job for the same work is already queued'
      using errcode = 'RP004', hint = 'Try again once that job has finished, if it is still needed.';
  end if;
  update pgboss.job as j
  set source_root_id = coalesce(v_dead.source_root_id, v_dead.source_id)
  where j.name = v_dead.source_name and j.id = v_job_id;
  delete from pgboss.job as j where j.name = v_dead.name and j.id = v_dead.id;
  return v_job_id;
end
$$;
comment on function api.retry_dead_letter(uuid, uuid) is
  'Puts a tenant''s dead letter back on the queue it came from, with all its attempts again; returns the new job''s id. RP001: the tenant has no such dead letter. RP004: its queue already holds a job for the same key. 23503: the queue no longer exists.';
