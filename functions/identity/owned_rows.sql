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
    'select t.ctid as row_id, t.* from %s as t where t.tenant_id = $1 and t.%I = any ($2)', r.table_name, r.column_name
  ) order by r.column_name)
  into v_branches
  from identity.list_references() as r
  where r.table_name = p_table;
  if exists (select from identity.list_references() as r where r.table_name = p_table and r.column_name = 'customer_id') then
    v_orphans_only := ' where t.customer_id is null';
  end if;

  select v_branches || array_agg(format(
    'select t.ctid as row_id, t.* from (%s) as p join %s as t on %s%s',
    identity.owned_rows(l.parent), p_table, l.condition, v_orphans_only
  ) order by l.parent)
  into v_branches
  from (
    select k.confrelid::regclass::text as parent, (
      select string_agg(format('t.%I = p.%I', c.attname, f.attname), ' and ' order by n.place)
      from unnest(k.conkey, k.confkey) with ordinality as n (child_key, parent_key, place)
      join pg_attribute as c on c.attrelid = k.conrelid and c.attnum = n.child_key
      join pg_attribute as f on f.attrelid = k.confrelid and f.attnum = n.parent_key
    ) as condition
    from pg_constraint as k
    where k.contype = 'f' and k.confdeltype = 'c' and k.conrelid = p_table::regclass and k.confrelid <> k.conrelid
      and k.confrelid::regclass::text in (select o.table_name from identity.list_owned_tables() as o)
  ) as l;
  return array_to_string(v_branches, ' union all ');
end
$$;
comment on function identity.owned_rows(text) is
  'A query for a table''s rows that are customers'' own ($1 tenant, $2 their ids), with row_id (ctid), a row perhaps twice: those that name them, and those that name nobody but hang on one of theirs. A row that names somebody else is somebody else''s.';
