create or replace function identity.fill_profile(p_merge_id uuid, p_step integer, p_survivor_id uuid, p_merged_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_table record;
  v_fills jsonb;
begin
  -- Two tables hold the profile.
  for v_table in select distinct f.table_name, f.key_column from identity.merged_fields() as f order by 1 desc loop
    execute format(
      'select jsonb_object_agg(f.column_name, to_jsonb(m) -> f.column_name) '
      'from identity.merged_fields() as f, %1$s as s, %1$s as m '
      'where f.table_name = $4 and s.tenant_id = $1 and s.%2$I = $2 and m.tenant_id = $1 and m.%2$I = $3 '
      'and coalesce(to_jsonb(s) -> f.lead_column, ''null'') in (''null'', f.empty_value) '
      'and coalesce(to_jsonb(m) -> f.column_name, ''null'') not in (''null'', coalesce(f.empty_value, ''null''))',
      v_table.table_name, v_table.key_column
    ) into v_fills using v_tenant_id, p_survivor_id, p_merged_id, v_table.table_name;
    continue when v_fills is null;

    -- A CRM id belongs to one profile: it leaves the merged one first.
    if v_fills ? 'housecall_pro_id' then
      perform identity.change_columns(
        p_merge_id, p_step, v_table.table_name, jsonb_build_object(v_table.key_column, p_merged_id), '{"housecall_pro_id": null}'
      );
    end if;
    perform identity.change_columns(
      p_merge_id, p_step + 1, v_table.table_name, jsonb_build_object(v_table.key_column, p_survivor_id), v_fills
    );

    with added as (
      insert into identity.field_sources as s (tenant_id, customer_id, field, source, source_ref, set_at, set_by)
      select v_tenant_id, p_survivor_id, o.field, o.source, o.source_ref, o.set_at, o.set_by
      from identity.field_sources as o
      join identity.merged_fields() as f on f.field = o.field
      where o.tenant_id = v_tenant_id and o.customer_id = p_merged_id and f.table_name = v_table.table_name
        and v_fills ? f.column_name
      on conflict do nothing
      returning s.field, to_jsonb(s) as row_data
    )
    insert into identity.merge_rows (tenant_id, merge_id, step, kind, table_name, row_key, row_data)
    select v_tenant_id, p_merge_id, p_step, 'added', 'identity.field_sources',
      jsonb_build_object('customer_id', p_survivor_id, 'field', a.field), a.row_data
    from added as a;
  end loop;
end
$$;
comment on function identity.fill_profile(uuid, integer, uuid, uuid) is
  'The survivor''s profile wins a merge; what it lacks is filled from the merged one, with its source, and recorded. Takes two steps.';
