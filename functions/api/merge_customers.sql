create or replace function api.merge_customers(
  p_tenant_id uuid, p_survivor_id uuid, p_merged_id uuid, p_reason text, p_actor text
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_merge_id uuid := ops.new_id();
  v_step integer := 3;
  v_reference record;
  v_count integer;
  v_moved jsonb := '{}';
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform identity.lock_merge_pair(p_survivor_id, p_merged_id);
  perform set_config('rapport.is_merging', 'on', true);
  insert into identity.merges (tenant_id, id, survivor_id, merged_id, reason, merged_by)
  values (p_tenant_id, v_merge_id, p_survivor_id, p_merged_id, p_reason, p_actor);

  perform identity.remove_doubles(v_merge_id, p_survivor_id, p_merged_id);
  -- One statement a table, in the catalogue's order; sources of fields go with the fields.
  for v_reference in
    select r.* from identity.list_references() as r where r.table_name <> 'identity.field_sources'
  loop
    v_step := v_step + 1;
    v_count := identity.move_rows(
      v_merge_id, v_step, v_reference.table_name, v_reference.column_name, v_reference.key_columns, p_merged_id, p_survivor_id
    );
    if v_count > 0 then
      v_moved := v_moved || jsonb_build_object(
        v_reference.table_name, coalesce((v_moved ->> v_reference.table_name)::integer, 0) + v_count
      );
    end if;
  end loop;
  perform identity.fill_profile(v_merge_id, v_step + 1, p_survivor_id, p_merged_id);
  update identity.customers as c
  set merged_into = p_survivor_id
  where c.tenant_id = p_tenant_id and c.id = p_merged_id;
  perform set_config('rapport.is_merging', '', true);
  return jsonb_build_object('mergeId', v_merge_id, 'customerId', p_survivor_id, 'mergedId', p_merged_id, 'moved', v_moved);
end
$$;
comment on function api.merge_customers(uuid, uuid, uuid, text, text) is
  'Makes two customers one: everything of p_merged_id (CRM ids too) becomes p_survivor_id''s, whose own profile wins and is filled where it was empty; p_merged_id stays as a tombstone that look-ups follow. Recorded row by row, so that api.undo_merge restores exactly. {mergeId, customerId, mergedId, moved: rows by table}. p_actor: who decided, the id of an API key. RP001 for an unknown customer, RP003 for the same twice, RP004 when one of them was merged before.';
