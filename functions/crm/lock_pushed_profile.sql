create or replace function crm.lock_pushed_profile(p_push crm.pushes)
returns crm.pushed_profiles
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_known crm.pushed_profiles;
begin
  insert into crm.pushed_profiles (tenant_id, housecall_pro_id, customer_id)
  values (p_push.tenant_id, p_push.housecall_pro_id, p_push.customer_id)
  on conflict do nothing;
  select b.* into v_known
  from crm.pushed_profiles as b
  where b.tenant_id = p_push.tenant_id and b.housecall_pro_id = p_push.housecall_pro_id
  for no key update;
  -- An event that tells of an overwritten edit is either seen here, or sees that the push has ended.
  perform from crm.push_writes as w
  where w.tenant_id = p_push.tenant_id and w.housecall_pro_id = p_push.housecall_pro_id
    and w.created_at > ops.now() - interval '2 days'
  order by w.id
  for no key update;
  return v_known;
end
$$;
comment on function crm.lock_pushed_profile(crm.pushes) is 'What is ours in the record that a push writes to, locked together with our writes to it; made when there is nothing yet.';
