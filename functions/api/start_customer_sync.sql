create or replace function api.start_customer_sync(p_tenant_id uuid, p_housecall_pro_id text, p_requested_by text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_company_id text;
  v_run_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_company_id := crm.choose_account(p_tenant_id);
  if identity.is_erased(p_tenant_id, 'housecall_pro_id', p_housecall_pro_id) then
    raise exception 'the customer was erased' using errcode = 'RP006', hint = 'What was erased is not brought back by a sync.';
  end if;
  select s.run_id into v_run_id
  from crm.start_sync(jsonb_populate_record(null::crm.sync_runs, jsonb_build_object(
    'tenant_id', p_tenant_id, 'kind', 'customer', 'company_id', v_company_id, 'requested_by', p_requested_by,
    'external_id', p_housecall_pro_id,
    'customer_id', context.find_customer(p_tenant_id, 'housecall_pro_id', p_housecall_pro_id)
  ))) as s;
  return crm.describe_sync(p_tenant_id, v_run_id);
end
$$;
comment on function api.start_customer_sync(uuid, text, text) is
  'Begins to read one customer of HousecallPro with their jobs, by the id there, and enqueues it; while that is under way, returns it instead. As api.get_crm_sync. RP004 without an account or with the flag off, RP006 for an erased customer.';
