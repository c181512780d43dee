create or replace function api.retry_crm_push(p_tenant_id uuid, p_push_id uuid)
returns text
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_push crm.pushes;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_push := crm.lock_push(p_push_id);
  if v_push.id is null then
    raise exception 'no such push' using errcode = 'RP001';
  elsif v_push.state not in ('failed', 'needs_person', 'queued', 'unknown') then
    raise exception 'this push is not one that waits or failed' using errcode = 'RP004',
      hint = 'Only pushes that wait, failed or need a person can be tried again.';
  end if;
  delete from crm.push_pauses as s where s.tenant_id = p_tenant_id;
  update crm.pushed_profiles as b
  set gone_at = null
  where b.tenant_id = p_tenant_id and b.customer_id = v_push.customer_id and b.gone_at is not null;
  begin
    update crm.pushes as p
    set state = case when p.state = 'unknown' then p.state else 'queued' end, not_before = ops.now(), failures = 0
    where p.tenant_id = p_tenant_id and p.id = p_push_id
    returning p.state into v_push.state;
  exception
    -- It says all that this one would.
    when unique_violation then
      raise exception 'a newer push of this customer waits already' using errcode = 'RP004', hint = 'Look at the newer one.';
  end;
  perform crm.enqueue_pushes(p_tenant_id, array[v_push.customer_id], ops.now());
  return v_push.state;
end
$$;
comment on function api.retry_crm_push(uuid, uuid) is
  'Tries a push again now: one that failed or needs a person (what may have been carried out is looked for before it is done again), or one that waits. Also ends a pause of the tenant''s pushes, and believes again that the customer is known at HousecallPro. Returns its state. RP001 unknown, RP004 for one that is done or under way.';
