create or replace function ops.forget_audit(p_customer_ids uuid[], p_values text[] default '{}')
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
  -- What was put down about others can still name them: a proposal to link their number, say.
  update ops.audit_log as l
  set details = null
  where l.tenant_id = v_tenant_id and l.details is not null
    and exists (select from unnest(p_values) as v (value) where position(v.value in l.details::text) > 0);
  update ops.access_log as l
  set customer_id = null
  where l.tenant_id = v_tenant_id and l.customer_id = any (p_customer_ids);
  get diagnostics v_reads = row_count;
  return v_changes + v_reads;
end
$$;
comment on function ops.forget_audit(uuid[], text[]) is
  'Takes out of the current tenant''s audit and access log what tells of these customers: values, keys and ids; that something was changed or read, by whom and when, stays. Values of what was put down about others go too where they hold one of p_values (numbers, addresses). For erasure only, and as its last act, since deleting their rows is audited too. Returns how many rows there were.';
