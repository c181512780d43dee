create or replace function crm.sync_identities(p_rows crm.customer_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  if exists (select from unnest(p_rows) as r where r.outcome = 'known') then
    perform crm.retire_identities(p_rows);
  end if;
  insert into identity.customer_identities (tenant_id, customer_id, type, value, is_primary)
  select v_tenant_id, v.customer_id, v.type, v.value,
    row_number() over (partition by v.customer_id, v.type order by v.place, v.value) = 1 and not exists (
      select from identity.customer_identities as own
      where own.tenant_id = v_tenant_id and own.customer_id = v.customer_id and own.type = v.type and own.is_primary
    )
  from (
    -- Of two records in one batch with the same number the older one has it.
    select distinct on (l.type, l.value) l.customer_id, l.type, l.value, l.place
    from crm.list_values(p_rows) as l
    where not exists (
      select from identity.customer_identities as i where i.tenant_id = v_tenant_id and i.type = l.type and i.value = l.value
    )
    order by l.type, l.value, l.customer_since nulls last, l.id
  ) as v
  order by v.type, v.value
  on conflict do nothing;
  if not exists (select from unnest(p_rows) as r where r.outcome in ('known', 'linked')) then
    return;
  end if;
  update identity.customer_identities as i
  set is_primary = true
  from (
    select distinct on (v.customer_id, v.type) v.customer_id, v.type, v.value
    from crm.list_values(p_rows) as v
    join identity.customer_identities as own
      on own.tenant_id = v_tenant_id and own.customer_id = v.customer_id and own.type = v.type and own.value = v.value
    where not exists (
      select from identity.customer_identities as o
      where o.tenant_id = v_tenant_id and o.customer_id = v.customer_id and o.type = v.type and o.is_primary
    )
    order by v.customer_id, v.type, v.place
  ) as b
  where i.tenant_id = v_tenant_id and i.customer_id = b.customer_id and i.type = b.type and i.value = b.value;
end
$$;
comment on function crm.sync_identities(crm.customer_row[]) is
  'Makes the numbers and e-mail addresses of customers those that HousecallPro has: new ones are added unless somebody else has them, old ones retired, the preferred one is primary.';
