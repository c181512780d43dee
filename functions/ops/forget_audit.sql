create or replace function ops.forget_audit(p_customer_ids uuid[])
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_changes integer;
  v_reads integer;
begin
  update ops.audit_log as l
  set details = null, row_key = null, customer_id = null
  where l.tenant_id = v_tenant_id and l.customer_id = any (p_customer_ids);
  get diagnostics v_changes = row_count;
  update ops.access_log as l
  set customer_id = null
  where l.tenant_id = v_tenant_id and l.customer_id = any (p_customer_ids);
  get diagnostics v_reads = row_count;
  return v_changes + v_reads;
end
$$;
comment on function ops.forget_audit(uuid[]) is
  'Takes out of the current tenant''s audit and access log what tells of these customers: values, keys and ids; that something was changed or read, by whom and when, stays. For erasure only, and as its last act, since deleting their rows is audited too. Returns how many rows there were.';
