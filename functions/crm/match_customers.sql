create or replace function crm.match_customers(p_rows crm.customer_row[])
returns table (id text, customer_id uuid)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with found as (
    select v.id, i.customer_id, bool_or(i.is_shared) as is_shared, bool_or(i.verified_at is not null) as is_verified
    from crm.list_values(p_rows) as v
    join identity.customer_identities as i
      on i.tenant_id = tenancy.current_tenant() and i.type = v.type and i.value = v.value
    group by v.id, i.customer_id
  ),
  sole as (
    select f.id, min(f.customer_id::text)::uuid as customer_id, bool_or(f.is_verified) as is_verified
    from found as f
    group by f.id
    having count(*) = 1 and not bool_or(f.is_shared)
  ),
  linked as (
    -- One customer may be meant by several records: the oldest has them.
    select distinct on (s.customer_id) s.id, s.customer_id
    from sole as s
    join unnest(p_rows) as r on r.id = s.id
    join identity.customers as c on c.tenant_id = tenancy.current_tenant() and c.id = s.customer_id
    cross join lateral (
      select ops.normalize_name(concat_ws(' ', r.profile ->> 'firstName', r.profile ->> 'lastName', r.profile ->> 'companyName')) as name
    ) as n
    where identity.may_be_same_name(r.profile ->> 'firstName', n.name, c.first_name, c.search_name)
      -- What a visitor typed proves nothing; what the business itself entered does, together with the name.
      and (s.is_verified or c.source in ('import', 'staff', 'crm', 'demo') and n.name <> '' and c.search_name <> '')
      and not exists (
        select from identity.customer_identities as o
        where o.tenant_id = c.tenant_id and o.customer_id = c.id and o.type = 'housecall_pro_id'
      )
      and not exists (
        select from context.customer_context as p
        where p.tenant_id = c.tenant_id and p.customer_id = c.id and p.housecall_pro_id is not null
      )
    order by s.customer_id, r.customer_since nulls last, s.id
  )
  select l.id, l.customer_id from linked as l;
end
$$;
comment on function crm.match_customers(crm.customer_row[]) is
  'To which customers of ours new records of HousecallPro belong for certain: their numbers and addresses lead to exactly one customer, unshared, proved (or entered by the business, with the same name), whose name does not contradict and who has no record there yet. Anything less is proposed, never linked.';
