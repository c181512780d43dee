create or replace function crm.adopt_records(p_rows crm.customer_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  insert into context.customer_context (tenant_id, customer_id)
  select v_tenant_id, r.customer_id from unnest(p_rows) as r where r.outcome = 'linked'
  on conflict do nothing;
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
  order by r.id
  on conflict do nothing;
end
$$;
comment on function crm.adopt_records(crm.customer_row[]) is
  'Links known and newly linked customers (outcome known, linked) with their record: its id becomes an identity, and the profile''s where that has none.';
