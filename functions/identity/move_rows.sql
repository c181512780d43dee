create or replace function identity.move_rows(
  p_merge_id uuid, p_step integer, p_table text, p_column text, p_key_columns text[], p_from uuid, p_to uuid
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_key text;
  v_sql text;
  v_row_key jsonb;
  v_moved integer := 0;
  v_count integer;
begin
  select string_agg(format('%L, t.%I', k.name, k.name), ', ') into v_key from unnest(p_key_columns) as k (name);
  v_sql := format(
    'with moved as ('
    '  update %1$s as t set %2$I = $3 where t.tenant_id = $1 and t.%2$I = $4 and ($7 is null or jsonb_build_object(%3$s) = $7)'
    '  returning jsonb_build_object(%3$s) as row_key'
    ') '
    'insert into identity.merge_rows (tenant_id, merge_id, step, kind, table_name, row_key, column_name, old_value, new_value) '
    'select $1, $2, $5, ''moved'', %4$L, m.row_key, $6, to_jsonb($4), to_jsonb($3) from moved as m',
    p_table, p_column, v_key, p_table
  );
  begin
    execute v_sql using v_tenant_id, p_merge_id, p_to, p_from, p_step, p_column, null::jsonb;
    get diagnostics v_moved = row_count;
    return v_moved;
  exception
    when unique_violation or check_violation then null;
  end;

  -- Something of theirs the survivor has as well. Row by row, what fits moves; the rest stays with the tombstone.
  for v_row_key in
    execute format('select jsonb_build_object(%s) from %s as t where t.tenant_id = $1 and t.%I = $2', v_key, p_table, p_column)
    using v_tenant_id, p_from
  loop
    begin
      execute v_sql using v_tenant_id, p_merge_id, p_to, p_from, p_step, p_column, v_row_key;
      get diagnostics v_count = row_count;
      v_moved := v_moved + v_count;
    exception
      when unique_violation or check_violation then null;
    end;
  end loop;
  return v_moved;
end
$$;
comment on function identity.move_rows(uuid, integer, text, text, text[], uuid, uuid) is
  'Gives a table''s rows of one customer to another and records each for the merge; rows that would break a unique key or a check stay. Returns how many moved.';
