create or replace function crm.choose_account(p_tenant_id uuid, p_company_id text default null)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_company_id text;
begin
  if not tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_HCP_SYNC') then
    raise exception 'the sync is switched off' using errcode = 'RP004',
      hint = 'The feature flag CUSTOMER_CONTEXT_HCP_SYNC is off for this business.';
  end if;
  select a.company_id into v_company_id
  from crm.list_accounts(p_tenant_id) with ordinality as a (company_id, place)
  where p_company_id is null or a.company_id = p_company_id
  order by a.place
  limit 1;
  if not found then
    raise exception 'no HousecallPro account' using errcode = 'RP004',
      hint = 'Store its credentials first: rapport credentials set, or HOUSECALL_API_KEY with the TENANT_ID that it is for.';
  end if;
  return v_company_id;
end
$$;
comment on function crm.choose_account(uuid, text) is
  'The HousecallPro account of this company id, or the tenant''s oldest. RP004 when there is none, or CUSTOMER_CONTEXT_HCP_SYNC is off.';
