create or replace function api.record_batch_cleanup(p_tenant_id uuid, p_batch_id uuid, p_claim_id uuid)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform ai.lock_batch(p_batch_id, p_claim_id);
  update ai.batch_jobs as b
  set are_files_deleted = b.completed_at is not null, claim_id = null, claimed_until = null
  where b.tenant_id = p_tenant_id and b.id = p_batch_id;
  return ai.next_batch_step(p_batch_id);
end
$$;
comment on function api.record_batch_cleanup(uuid, uuid, uuid) is
  'Notes that the files of a batch which is over are deleted at OpenAI. RP004 when the claim is another''s by now.';
