create or replace function crm.remember_customers(p_rows crm.customer_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  insert into crm.housecall_customers as m (
    tenant_id, housecall_pro_id, customer_id, updated_at, seen_at, deleted_at, brought, notes
  )
  select v_tenant_id, r.id, r.customer_id, r.updated_at, r.seen_at,
    -- A deletion holds against every version up to it.
    case when d.at >= r.updated_at or r.updated_at is null then d.at end,
    r.phones || r.emails, r.notes
  from unnest(p_rows) as r
  left join crm.housecall_deletions as x on x.tenant_id = v_tenant_id and x.kind = 'customer' and x.external_id = r.id
  left join crm.housecall_customers as known on known.tenant_id = v_tenant_id and known.housecall_pro_id = r.id
  cross join lateral (select greatest(known.deleted_at, x.deleted_at, r.deleted_at) as at) as d
  order by r.id
  on conflict (tenant_id, housecall_pro_id) do update
  set customer_id = excluded.customer_id, updated_at = excluded.updated_at, seen_at = excluded.seen_at,
    deleted_at = excluded.deleted_at, brought = excluded.brought, notes = excluded.notes
  where (m.customer_id, m.updated_at, m.seen_at, m.deleted_at, m.brought, m.notes) is distinct from
    (excluded.customer_id, excluded.updated_at, excluded.seen_at, excluded.deleted_at, excluded.brought, excluded.notes);
  delete from crm.housecall_deletions as x
  using unnest(p_rows) as r
  where x.tenant_id = v_tenant_id and x.kind = 'customer' and x.external_id = r.id;
end
$$;
comment on function crm.remember_customers(crm.customer_row[]) is
  'Notes which version of each record was applied and what it brought.';
