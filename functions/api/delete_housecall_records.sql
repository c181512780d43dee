create or replace function api.delete_housecall_records(p_tenant_id uuid, p_kind text, p_ids text[], p_deleted_at timestamptz)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform crm.lock_intake();
  return crm.mark_deleted(p_kind, p_ids, p_deleted_at);
end
$$;
comment on function api.delete_housecall_records(uuid, text, text[], timestamptz) is
  'Marks records (customer, job, estimate, lead; HousecallPro''s ids) as deleted there, as of a time: a deleted job counts as canceled and leaves the totals; nothing is removed. A version newer than the deletion is left alone. Returns how many were marked. RP003 for another kind.';
