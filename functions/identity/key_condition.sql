-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
create or replace function identity.key_condition(p_table text, p_row_key jsonb)
returns text
language sql
stable
strict
set search_path = ''
as $$
  select string_agg(format('t.%I = %L::%s', k.key, k.value, format_type(a.atttypid, a.atttypmod)), ' and ' order by k.key)
  from jsonb_each_text(p_row_key) as k
  join pg_attribute as a on a.attrelid = p_table::regclass and a.attname = k.key
$$;
comment on function identity.key_condition(text, jsonb) is
  'A condition on the row t of a table by its key as JSON, typed so that the primary key''s index serves it.';
