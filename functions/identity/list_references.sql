create or replace function identity.list_references()
returns table (table_name text, column_name text, key_columns text[])
language sql
stable
set search_path = ''
as $$
  select
    k.conrelid::regclass::text, a.attname::text,
    array(
      select b.attname::text
      from pg_index as i
      cross join unnest(i.indkey::smallint[]) with ordinality as n (attnum, place)
      join pg_attribute as b on b.attrelid = i.indrelid and b.attnum = n.attnum
      where i.indrelid = k.conrelid and i.indisprimary and b.attname <> 'tenant_id'
      order by n.place
    )
  from pg_constraint as k
  join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname <> 'tenant_id'
  where k.contype = 'f' and k.confrelid = 'identity.customers'::regclass
    -- A tombstone names its survivor, a merge its two: that is history, not something a customer has.
    and k.conrelid not in ('identity.customers'::regclass, 'identity.merges'::regclass)
  order by 1, 2
$$;
comment on function identity.list_references() is
  'Every column that names a customer, with its table''s primary key (without tenant_id), out of the catalogue: a table that is added later is merged, exported and erased like the others.';
