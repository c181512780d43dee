create or replace function ai.lock_batch(p_batch_id uuid, p_claim_id uuid default null)
returns ai.batch_jobs
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_batch ai.batch_jobs;
begin
  select b.* into v_batch
  from ai.batch_jobs as b
  where b.tenant_id = tenancy.current_tenant() and b.id = p_batch_id
  for no key update;
  if not found then
    raise exception 'no such batch' using errcode = 'RP001';
  elsif p_claim_id is not null and v_batch.claim_id is distinct from p_claim_id then
    raise exception 'another works on this batch' using errcode = 'RP004', hint = 'Claim it again.';
  end if;
  if p_claim_id is not null then
    update ai.batch_jobs as b
    set claimed_until = ops.now() + ai.batch_lease()
    where b.tenant_id = v_batch.tenant_id and b.id = p_batch_id
    returning b.* into v_batch;
  end if;
  return v_batch;
end
$$;
comment on function ai.lock_batch(uuid, uuid) is
  'A batch of the current tenant, held to the end of the transaction; with a claim, which then lasts ai.batch_lease() longer. RP001 for an unknown one, RP004 when the claim is another''s by now. Lock order: the batch, customers by id, its items.';
