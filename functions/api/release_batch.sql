create or replace function api.release_batch(p_tenant_id uuid, p_batch_id uuid, p_claim_id uuid)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  update ai.batch_jobs as b
  set claim_id = null, claimed_until = null
  where b.tenant_id = p_tenant_id and b.id = p_batch_id and b.claim_id = p_claim_id;
  return found;
end
$$;
comment on function api.release_batch(uuid, uuid, uuid) is 'Lets go of a batch: its worker stops. False when the claim is another''s by now.';
