create or replace function identity.owned_rows(p_table text)
returns text
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_branches text[];
  v_orphans_only text := '';
begin
  select array_agg(format(
    'select t.ctid as row_id, t.* from %s as t where t.tenant_id = $1 and t.%I = any ($2)', p_table, a.attname
  ) order by a.attname), coalesce(max(' where t.customer_id is null') filter (where a.attname = 'customer_id'), '')
  into v_branches, v_orphans_only
  from pg_constraint as k
  join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname <> 'tenant_id'
  where k.contype = 'f' and k.conrelid = p_table::regclass and k.confrelid = 'identity.customers'::regclass;

  select v_branches || array_agg(format(
    'select t.ctid as row_id, t.* from (%s) as p join %s as t on %s%s', l.parent_rows, p_table, l.condition, v_orphans_only
  ) order by l.parent_rows)
  into v_branches
  from (
    select identity.owned_rows(k.confrelid::regclass::text) as parent_rows, (
      select string_agg(format('t.%I = p.%I', c.attname, f.attname), ' and ' order by n.place)
      from unnest(k.conkey, k.confkey) with ordinality as n (child_key, parent_key, place)
      join pg_attribute as c on c.attrelid = k.conrelid and c.attnum = n.child_key
      join pg_attribute as f on f.attrelid = k.confrelid and f.attnum = n.parent_key
    ) as condition
    from pg_constraint as k
    where k.contype = 'f' and k.confdeltype = 'c' and k.conrelid = p_table::regclass
      -- Only what belongs to customers is followed up; tenants and shops lead nowhere.
      and k.confrelid not in (p_table::regclass, 'identity.customers'::regclass, 'tenancy.tenants'::regclass)
  ) as l
  where l.parent_rows is not null;
  return array_to_string(v_branches, ' union all ');
end
$$;
comment on function identity.owned_rows(text) is
  'A query for a table''s rows that are customers'' own ($1 tenant, $2 their ids), with row_id (ctid), a row perhaps twice: those that name them, and those that name nobody but hang on one of theirs. A row that names somebody else is somebody else''s. Null for a table that holds nothing of customers.';
