create or replace function crm.retire_identities(p_rows crm.customer_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  -- A number that HousecallPro corrected must not go on recognising somebody, unless it was proved to be theirs.
  delete from identity.customer_identities as i
  using unnest(p_rows) as r
  join crm.housecall_customers as m on m.tenant_id = v_tenant_id and m.housecall_pro_id = r.id
  where r.outcome = 'known' and i.tenant_id = v_tenant_id and i.customer_id = r.customer_id and i.type in ('phone', 'email')
    and i.verified_at is null and i.value = any (m.brought) and i.value <> all (r.phones || r.emails)
    and not exists (
      select from crm.housecall_customers as o
      where o.tenant_id = v_tenant_id and o.customer_id = r.customer_id and o.housecall_pro_id <> r.id and i.value = any (o.brought)
    );
  -- The preferred number comes first, where none was proved.
  update identity.customer_identities as i
  set is_primary = false
  from crm.list_values(p_rows) as v
  where v.outcome = 'known' and v.place > 1 and i.tenant_id = v_tenant_id and i.customer_id = v.customer_id and i.type = v.type
    and i.value = v.value and i.is_primary and i.verified_at is null;
end
$$;
comment on function crm.retire_identities(crm.customer_row[]) is
  'Takes from known customers the unproved numbers and addresses that HousecallPro brought and has no more, and the first place from those that are not its preferred ones.';
