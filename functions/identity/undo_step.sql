create or replace function identity.undo_step(p_merge_id uuid, p_step integer)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_group record;
  v_row record;
begin
  for v_group in
    select r.kind, r.table_name, r.column_name, r.old_value, r.new_value, array_agg(r.row_key order by r.id) as row_keys
    from identity.merge_rows as r
    where r.tenant_id = v_tenant_id and r.merge_id = p_merge_id and r.step = p_step and r.kind = 'moved'
    group by r.kind, r.table_name, r.column_name, r.old_value, r.new_value
  loop
    execute format(
      'update %1$s as t set %2$I = $2 from unnest($4) as r (row_key) where t.tenant_id = $1 and t.%2$I = $3 and %3$s',
      v_group.table_name, v_group.column_name, identity.key_join(v_group.table_name, v_group.row_keys[1])
    ) using v_tenant_id, (v_group.old_value #>> '{}')::uuid, (v_group.new_value #>> '{}')::uuid, v_group.row_keys;
  end loop;

  -- Columns and doubles are few. What somebody changed or added since is theirs and stays.
  for v_row in
    select r.* from identity.merge_rows as r
    where r.tenant_id = v_tenant_id and r.merge_id = p_merge_id and r.step = p_step and r.kind <> 'moved'
    order by r.id desc
  loop
    case v_row.kind
      when 'changed' then
        execute format(
          'update %1$s as t set %2$I = v.%2$I from jsonb_populate_record(null::%1$s, $2) as v '
          'where t.tenant_id = $1 and %3$s and to_jsonb(t) -> %2$L = $3',
          v_row.table_name, v_row.column_name, identity.key_condition(v_row.table_name, v_row.row_key)
        ) using v_tenant_id, jsonb_build_object(v_row.column_name, v_row.old_value), v_row.new_value;
      when 'added' then
        execute format(
          'delete from %s as t where t.tenant_id = $1 and %s and to_jsonb(t) = $2',
          v_row.table_name, identity.key_condition(v_row.table_name, v_row.row_key)
        ) using v_tenant_id, v_row.row_data;
      when 'removed' then
        execute format(
          'insert into %1$s select v.* from jsonb_populate_record(null::%1$s, $1) as v on conflict do nothing', v_row.table_name
        ) using v_row.row_data;
    end case;
  end loop;
end
$$;
comment on function identity.undo_step(uuid, integer) is
  'Takes one step of a merge back: rows return, columns get their old value unless they were changed since, removed rows come back, added ones go.';
