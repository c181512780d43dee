create or replace function crm.release_pushes()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_push_id uuid;
  v_push crm.pushes;
begin
  -- Rare, and each under its own locks.
  for v_push_id in
    select p.id from crm.pushes as p
    where p.tenant_id = tenancy.current_tenant() and p.state = 'sending' and p.lease_expires_at <= ops.now()
    order by p.id
    limit 100
  loop
    v_push := crm.try_lock_push(v_push_id);
    continue when v_push.id is null or v_push.state <> 'sending' or v_push.lease_expires_at > ops.now();
    update crm.push_writes as w
    set outcome = 'unknown'
    where w.tenant_id = v_push.tenant_id and w.push_id = v_push.id and w.outcome is null;
    perform crm.defer_push(
      v_push, case when v_push.step = 'write' and v_push.kind <> 'profile' then 'unknown' else 'queued' end, 'the worker stopped',
      ops.now(), true
    );
  end loop;
end
$$;
comment on function crm.release_pushes() is
  'Pushes of the current tenant whose worker stopped in the middle wait again; where the last call may have been carried out and may not be twice, as unknown.';
