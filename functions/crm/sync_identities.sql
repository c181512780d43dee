create or replace function crm.sync_identities(p_rows crm.customer_row[], p_targets crm.customer_target[])
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
  using unnest(p_targets) as t, unnest(p_rows) as r, crm.housecall_customers as m
  where t.outcome = 'known' and r.id = t.id and m.tenant_id = v_tenant_id and m.housecall_pro_id = t.id
    and i.tenant_id = v_tenant_id and i.customer_id = t.customer_id and i.type in ('phone', 'email') and i.verified_at is null
    and i.value = any (m.brought) and i.value <> all (r.phones || r.emails)
    and not exists (
      select from crm.housecall_customers as o
      where o.tenant_id = v_tenant_id and o.customer_id = t.customer_id and o.housecall_pro_id <> t.id and i.value = any (o.brought)
    );
  -- The preferred number comes first, where none was proved.
  update identity.customer_identities as i
  set is_primary = false
  from crm.list_values(p_rows) as v, unnest(p_targets) as t
  where t.outcome = 'known' and v.id = t.id and v.place > 1
    and i.tenant_id = v_tenant_id and i.customer_id = t.customer_id and i.type = v.type and i.value = v.value
    and i.is_primary and i.verified_at is null;

  insert into identity.customer_identities (tenant_id, customer_id, type, value, is_primary)
  select v_tenant_id, t.customer_id, v.type, v.value,
    row_number() over (partition by t.customer_id, v.type order by v.place, v.value) = 1 and not exists (
      select from identity.customer_identities as own
      where own.tenant_id = v_tenant_id and own.customer_id = t.customer_id and own.type = v.type and own.is_primary
    )
  from (
    -- Of two records in one batch with the same number the older one has it.
    select distinct on (l.type, l.value) l.id, l.type, l.value, l.place
    from crm.list_values(p_rows) as l
    where not exists (
      select from identity.customer_identities as i where i.tenant_id = v_tenant_id and i.type = l.type and i.value = l.value
    )
    order by l.type, l.value, l.customer_since nulls last, l.id
  ) as v
  join unnest(p_targets) as t on t.id = v.id
  order by v.type, v.value
  on conflict do nothing;
  update identity.customer_identities as i
  set is_primary = true
  from (
    select distinct on (t.customer_id, v.type) t.customer_id, v.type, v.value
    from unnest(p_targets) as t
    join crm.list_values(p_rows) as v on v.id = t.id
    join identity.customer_identities as own
      on own.tenant_id = v_tenant_id and own.customer_id = t.customer_id and own.type = v.type and own.value = v.value
    where not exists (
      select from identity.customer_identities as o
      where o.tenant_id = v_tenant_id and o.customer_id = t.customer_id and o.type = v.type and o.is_primary
    )
    order by t.customer_id, v.type, v.place
  ) as b
  where i.tenant_id = v_tenant_id and i.customer_id = b.customer_id and i.type = b.type and i.value = b.value;
end
$$;
comment on function crm.sync_identities(crm.customer_row[], crm.customer_target[]) is
  'Makes the numbers and e-mail addresses of customers those that HousecallPro has: new ones are added unless somebody else has them, what it brought and has no more goes unless it was proved, the preferred one is primary.';
