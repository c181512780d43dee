create or replace function crm.drop_unlisted_addresses(p_rows crm.address_row[], p_customer_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  delete from context.customer_addresses as a
  where a.tenant_id = v_tenant_id and a.customer_id = any (p_customer_ids) and a.housecall_pro_address_id is not null
    and not exists (
      select from unnest(p_rows) as r
      where r.customer_id = a.customer_id and (
        r.housecall_pro_id = a.housecall_pro_address_id
        or r.housecall_pro_id is null and r.match_key = crm.address_key(a.street, a.street_line_2, a.zip)
      )
    )
    and a.property_type is null and a.year_built is null and a.plumbing_installed_on is null and a.known_issues = '{}'
    and a.last_inspection_date is null
    and not exists (select from context.customer_job_history as h where h.tenant_id = v_tenant_id and h.address_id = a.id)
    and not exists (select from context.equipment as e where e.tenant_id = v_tenant_id and e.address_id = a.id)
    -- Another record of the same customer has addresses of its own.
    and (
      select count(*) from crm.housecall_customers as m where m.tenant_id = v_tenant_id and m.customer_id = a.customer_id
    ) <= 1;
end
$$;
comment on function crm.drop_unlisted_addresses(crm.address_row[], uuid[]) is
  'Removes addresses of these customers that came from HousecallPro, are not in its list any more, and on which nothing hangs: no job, no equipment, nothing that we learned.';
