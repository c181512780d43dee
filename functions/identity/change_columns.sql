create or replace function identity.change_columns(
  p_merge_id uuid, p_step integer, p_table text, p_row_key jsonb, p_values jsonb
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_assignments text;
  v_condition text := identity.key_condition(p_table, p_row_key);
begin
  select string_agg(format('%1$I = v.%1$I', c.name), ', ') into v_assignments
  from jsonb_object_keys(p_values) as c (name);
  execute format(
    'insert into identity.merge_rows (tenant_id, merge_id, step, kind, table_name, row_key, column_name, old_value, new_value) '
    'select $1, $2, $3, ''changed'', $4, $5, c.key, to_jsonb(t) -> c.key, c.value '
    'from %s as t, jsonb_each($6) as c where t.tenant_id = $1 and %s', p_table, v_condition
  ) using v_tenant_id, p_merge_id, p_step, p_table, p_row_key, p_values;
  execute format(
    'update %1$s as t set %2$s from jsonb_populate_record(null::%1$s, $2) as v where t.tenant_id = $1 and %3$s',
    p_table, v_assignments, v_condition
  ) using v_tenant_id, p_values;
end
$$;
comment on function identity.change_columns(uuid, integer, text, jsonb, jsonb) is
  'Sets columns of one row for a merge, values as JSON by column name, and records what they were and are.';
