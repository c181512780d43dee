create or replace function crm.start_lookup(p_customer_id uuid, p_value text, p_start_after timestamptz)
returns uuid
language plpgsql
volatile
strict
security invoker
set search_path = ''
as $$
declare
  c_asked_again_after constant interval := interval '1 day';
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_identity identity.customer_identities;
  v_run_id uuid;
begin
  select i.* into v_identity
  from identity.customer_identities as i
  where i.tenant_id = v_tenant_id and i.customer_id = p_customer_id and i.value = p_value
    and i.type in ('phone', 'email') and not i.is_shared;
  if not found or exists (
    select from crm.sync_runs as r
    where r.tenant_id = v_tenant_id and r.identity_id = v_identity.id and r.finished_at > ops.now() - c_asked_again_after
  ) then
    return null;
  end if;
  select s.run_id into v_run_id
  from crm.start_sync(jsonb_populate_record(null::crm.sync_runs, jsonb_build_object(
    'tenant_id', v_tenant_id, 'kind', 'lookup', 'customer_id', p_customer_id, 'identity_id', v_identity.id,
    'company_id', (select a from crm.list_accounts(v_tenant_id) with ordinality as a (a, place) order by place limit 1),
    'requested_by', 'message'
  )), p_start_after) as s;
  return v_run_id;
end
$$;
comment on function crm.start_lookup(uuid, text, timestamptz) is
  'Begins to search HousecallPro for a customer''s phone or e-mail, at most once a day; returns the run, null when there is nothing to search for.';
