create or replace function crm.update_profiles(p_rows crm.customer_row[])
returns uuid[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_change record;
  v_changed uuid[] := '{}';
begin
  if not exists (select from unnest(p_rows) as r where r.outcome in ('linked', 'known')) then
    return v_changed;
  end if;
  -- A linked customer takes the record as theirs; of several records of one customer only the profile's own may change it.
  update context.customer_context as p
  set housecall_pro_id = r.id
  from unnest(p_rows) as r
  where p.tenant_id = v_tenant_id and p.customer_id = r.customer_id and r.outcome in ('linked', 'known')
    and p.housecall_pro_id is null;
  insert into identity.customer_identities (tenant_id, customer_id, type, value, is_primary, verified_at, verified_by)
  select v_tenant_id, r.customer_id, 'housecall_pro_id', r.id, not exists (
    select from identity.customer_identities as o
    where o.tenant_id = v_tenant_id and o.customer_id = r.customer_id and o.type = 'housecall_pro_id' and o.is_primary
  ), ops.now(), 'crm'
  from unnest(p_rows) as r
  where r.outcome in ('linked', 'known') and not exists (
    select from identity.customer_identities as o
    where o.tenant_id = v_tenant_id and o.type = 'housecall_pro_id' and o.value = r.id
  )
  on conflict do nothing;

  -- One call a customer whose profile differs: the ranks and sources of fields are api.update_customer's to keep.
  for v_change in
    select r.customer_id, r.id, jsonb_object_agg(f.key, f.value) as changes
    from unnest(p_rows) as r
    join identity.customers as c on c.tenant_id = v_tenant_id and c.id = r.customer_id
    join context.customer_context as p on p.tenant_id = v_tenant_id and p.customer_id = r.customer_id
    cross join lateral (
      select jsonb_build_object(
        'firstName', c.first_name, 'lastName', c.last_name, 'companyName', c.company_name, 'tags', to_jsonb(p.tags),
        'leadSource', p.lead_source, 'customerSince', c.customer_since
      ) as profile
    ) as known
    cross join lateral jsonb_each(r.profile || jsonb_build_object('customerSince', r.customer_since)) as f
    left join identity.field_sources as s on s.tenant_id = v_tenant_id and s.customer_id = r.customer_id and s.field = f.key
    where r.outcome in ('linked', 'known') and f.value is distinct from known.profile -> f.key
      and identity.source_rank(s.source) <= identity.source_rank('crm')
      and case
        when known.profile -> f.key in ('null', '[]') then true
        when f.key = 'customerSince' or p.housecall_pro_id <> r.id then false
        -- That HousecallPro says nothing empties only what it had said itself.
        when f.value in ('null', '[]') then coalesce(s.source, c.source) = 'crm'
        else true
      end
    group by r.customer_id, r.id
    order by r.customer_id
  loop
    perform api.update_customer(
      v_tenant_id, v_change.customer_id, v_change.changes, null, 'crm', ops.current_actor(), 'housecall:' || v_change.id
    );
    v_changed := v_changed || v_change.customer_id;
  end loop;
  return v_changed;
end
$$;
comment on function crm.update_profiles(crm.customer_row[]) is
  'Gives known and newly linked customers (outcome known, linked) what HousecallPro newly says of their profile; what a person set stays. Returns whose profile changed.';
