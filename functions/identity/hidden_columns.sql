-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
create or replace function identity.hidden_columns(p_table text)
returns text[]
language sql
stable
strict
set search_path = ''
as $$
  select array['row_id', 'tenant_id'] || coalesce(array_agg(a.attname::text), '{}')
  from pg_attribute as a
  join pg_type as t on t.oid = a.atttypid
  where a.attrelid = p_table::regclass and a.attnum > 0 and not a.attisdropped
    and (
      a.attgenerated <> '' or a.attname = 'version' or a.attname like '%\_hash'
      or t.typnamespace = to_regnamespace('extensions')
    )
$$;
comment on function identity.hidden_columns(text) is
  'Columns that an export leaves out: what is computed from others (search columns, vectors), counters of versions, hashes of secrets.';
