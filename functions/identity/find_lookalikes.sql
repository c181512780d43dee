-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
create or replace function identity.find_lookalikes(p_limit integer)
returns table (customer_id uuid, other_customer_id uuid, score numeric, reasons text[])
language sql
stable
set search_path = ''
set jit = off
as $$
  -- Pairs come out of equal keys, never out of comparing everybody with everybody; what more than 20 people share
  -- (a tower, a property manager) tells nothing.
  with keys as (
    select distinct i.customer_id, i.type as kind, i.value as key
    from identity.customer_identities as i
    where i.tenant_id = tenancy.current_tenant() and i.is_shared and i.type in ('phone', 'email')
    union
    select a.customer_id, 'address', concat_ws(' ', ops.normalize_name(a.street), ops.normalize_name(a.street_line_2), left(a.zip, 5))
    from context.customer_addresses as a
    where a.tenant_id = tenancy.current_tenant() and a.street ~ '\d' and a.zip is not null
    union
    select c.id, 'name', c.search_name
    from identity.customers as c
    where c.tenant_id = tenancy.current_tenant() and c.merged_into is null and c.search_name ~ '\w \w'
  ),
  small as (
    select k.kind, k.key from keys as k group by k.kind, k.key having count(*) between 2 and 20
  ),
  pairs as (
    select one.customer_id, two.customer_id as other_customer_id, array_agg(distinct one.kind) as kinds
    from small as s
    join keys as one on (one.kind, one.key) = (s.kind, s.key)
    join keys as two on (two.kind, two.key) = (s.kind, s.key) and two.customer_id > one.customer_id
    group by one.customer_id, two.customer_id
  ),
  scored as (
    select p.customer_id, p.other_customer_id, p.kinds, extensions.similarity(one.search_name, two.search_name) as likeness
    from pairs as p
    join identity.customers as one
      on one.tenant_id = tenancy.current_tenant() and one.id = p.customer_id and one.merged_into is null
    join identity.customers as two
      on two.tenant_id = tenancy.current_tenant() and two.id = p.other_customer_id and two.merged_into is null
    where one.search_name <> '' and two.search_name <> ''
      and identity.may_be_same_name(one.first_name, one.search_name, two.first_name, two.search_name)
  )
  select
    s.customer_id, s.other_customer_id,
    least(
      0.5 * s.likeness::numeric + 0.3 * ('address' = any (s.kinds))::integer
      + 0.3 * ('phone' = any (s.kinds))::integer + 0.4 * ('email' = any (s.kinds))::integer, 1
    )::numeric(3, 2),
    array_remove(array[
      case when s.likeness = 1 then 'the same name' else 'similar names' end,
      case when 'address' = any (s.kinds) then 'the same address' end,
      case when 'phone' = any (s.kinds) then 'the same telephone number' end,
      case when 'email' = any (s.kinds) then 'the same e-mail address' end
    ], null)
  from scored as s
  where not exists (
    select from identity.pending_links as l
    where l.tenant_id = tenancy.current_tenant() and l.status = 'rejected'
      and (l.customer_id, l.candidate_customer_id) in (
        (s.customer_id, s.other_customer_id), (s.other_customer_id, s.customer_id)
      )
  )
  order by 3 desc, 1, 2
  limit p_limit
$$;
comment on function identity.find_lookalikes(integer) is
  'Customers of the current tenant that may be one person: the same address, shared number or e-mail with names alike, or the very same full name; best first, with reasons. What a person rejected is not proposed again.';
