-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
create or replace function identity.list_owned_tables()
returns table (table_name text, depth integer)
language sql
stable
set search_path = ''
as $$
  with recursive links as (
    select k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent
    from pg_constraint as k
    where k.contype = 'f' and k.confdeltype = 'c' and k.conrelid <> k.confrelid
  ),
  tree as (
    select distinct r.table_name, 1 as depth from identity.list_references() as r
    union
    -- The bound is for a ring of foreign keys, which would be a mistake.
    select l.child, t.depth + 1 from tree as t join links as l on l.parent = t.table_name where t.depth < 10
  )
  select t.table_name, max(t.depth) from tree as t group by t.table_name order by max(t.depth), t.table_name
$$;
comment on function identity.list_owned_tables() is
  'The tables that hold something of a customer, out of the catalogue: those that name one, and what hangs on their rows (foreign keys that cascade); depth is how far down.';
