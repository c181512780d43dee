create or replace function api.reject_merge_proposal(p_tenant_id uuid, p_customer_id uuid, p_other_customer_id uuid, p_actor text)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform identity.lock_merge_pair(p_customer_id, p_other_customer_id);
  update identity.pending_links as l
  set status = 'rejected', resolved_at = ops.now(), resolved_by = p_actor
  where l.tenant_id = p_tenant_id and l.status = 'pending'
    and (l.customer_id, l.candidate_customer_id) in (
      (p_customer_id, p_other_customer_id), (p_other_customer_id, p_customer_id)
    );
  insert into identity.pending_links (
    tenant_id, customer_id, candidate_customer_id, type, value, reason, status, resolved_at, resolved_by
  )
  select p_tenant_id, p_customer_id, p_other_customer_id, 'name', p_other_customer_id::text, 'proposed for a merge', 'rejected',
    ops.now(), p_actor
  where not exists (
    select from identity.pending_links as l
    where l.tenant_id = p_tenant_id and l.status = 'rejected'
      and (l.customer_id, l.candidate_customer_id) in (
        (p_customer_id, p_other_customer_id), (p_other_customer_id, p_customer_id)
      )
  );
  get diagnostics v_count = row_count;
  return v_count > 0;
end
$$;
comment on function api.reject_merge_proposal(uuid, uuid, uuid, text) is
  'A person says that two customers are two: the pair is not proposed again. False when that was known. RP001 for an unknown customer, RP003 for the same twice, RP004 when one was merged.';
