create or replace function api.claim_crm_push(p_tenant_id uuid, p_has_credentials boolean)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_wait record;
  v_push_id uuid;
  v_push crm.pushes;
  v_reason text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  -- Of two workers of a tenant one looks at a time, so that two never write to one customer.
  perform pg_advisory_xact_lock(hashtextextended('crm.claim_push:' || p_tenant_id::text, 0));
  perform crm.release_pushes();
  v_wait := crm.wait_for_pushes(p_has_credentials);
  if v_wait.reason is not null then
    if v_wait.until is not null then
      perform crm.enqueue_tenant_pushes(p_tenant_id, v_wait.until);
    end if;
    return jsonb_build_object('call', null, 'reason', v_wait.reason);
  end if;

  -- Until one is worth a call; what is needless ends on the way.
  for v_push_id in
    select p.id from crm.pushes as p
    where p.tenant_id = p_tenant_id and p.state in ('queued', 'unknown') and p.not_before <= ops.now()
    order by p.not_before, p.id
    limit 100
  loop
    v_push := crm.try_lock_push(v_push_id);
    continue when v_push.id is null or v_push.state not in ('queued', 'unknown') or exists (
      select from crm.pushes as other
      where other.tenant_id = p_tenant_id and other.customer_id = v_push.customer_id and other.state = 'sending'
    );
    v_reason := crm.refuse_push(v_push);
    if v_reason is not null then
      perform crm.end_push(v_push, 'skipped', v_reason);
      continue;
    end if;
    update crm.pushes as p
    set state = 'sending', reason = null, error_fields = null, step = 'read', attempt = p.attempt + 1, round = 0,
      lease_expires_at = ops.now() + interval '3 minutes',
      housecall_pro_id = crm.find_housecall_id(p_tenant_id, p.customer_id)
    where p.tenant_id = p_tenant_id and p.id = v_push_id
    returning p.* into v_push;
    return crm.next_call(v_push);
  end loop;

  perform crm.enqueue_tenant_pushes(p_tenant_id, greatest(min(p.not_before), ops.now() + interval '10 seconds'))
  from crm.pushes as p
  where p.tenant_id = p_tenant_id and p.state in ('queued', 'unknown')
  having count(*) > 0;
  return jsonb_build_object('call', null, 'reason', 'nothing is due');
end
$$;
comment on function api.claim_crm_push(uuid, boolean) is
  'The next change of a tenant that is due at HousecallPro, and what to call for it (crm.next_call): {pushId, attempt, call, …} leaves it in state sending under a lease of 3 minutes, and the answer goes to api.advance_crm_push; {call: null, reason} when nothing is to be done now. p_has_credentials: whether there is a client for the tenant; without one everything waits. Of any number of callers one works on a customer.';
