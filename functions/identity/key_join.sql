-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
create or replace function identity.key_join(p_table text, p_row_key jsonb)
returns text
language sql
stable
strict
set search_path = ''
as $$
  select string_agg(
    format('t.%I = (r.row_key ->> %L)::%s', k.key, k.key, format_type(a.atttypid, a.atttypmod)), ' and ' order by k.key
  )
  from jsonb_each_text(p_row_key) as k
  join pg_attribute as a on a.attrelid = p_table::regclass and a.attname = k.key
$$;
comment on function identity.key_join(text, jsonb) is
  'The condition that joins rows t of a table to their keys as JSON in r.row_key, typed for the primary key''s index; p_row_key is one of the keys.';
