create or replace function identity.erase_rows(p_customer_ids uuid[])
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_table record;
  v_keys text[] := '{}';
  v_found text[];
  v_count integer;
  v_counts jsonb := '{}';
begin
  -- One statement a table, what hangs on a row before the row; the keys are what jobs may name.
  for v_table in select o.table_name from identity.list_owned_tables() as o order by o.depth desc, o.table_name loop
    execute format(
      'with doomed as ('
      '  delete from %1$s as t where t.ctid = any (array(select o.row_id from (%2$s) as o)) returning to_jsonb(t) ->> ''id'' as id'
      ') select count(*), array_agg(d.id) filter (where d.id is not null) from doomed as d',
      v_table.table_name, identity.owned_rows(v_table.table_name)
    ) into v_count, v_found using v_tenant_id, p_customer_ids;
    v_keys := v_keys || coalesce(v_found, '{}');
    if v_count > 0 then
      v_counts := v_counts || jsonb_build_object(v_table.table_name, v_count);
    end if;
  end loop;
  delete from identity.customers as c where c.tenant_id = v_tenant_id and c.id = any (p_customer_ids);
  get diagnostics v_count = row_count;
  v_counts := v_counts || jsonb_build_object('identity.customers', v_count);

  v_count := queue.forget_jobs(v_tenant_id, v_keys || p_customer_ids::text[]);
  if v_count > 0 then
    v_counts := v_counts || jsonb_build_object('pgboss.job', v_count);
  end if;
  return v_counts;
end
$$;
comment on function identity.erase_rows(uuid[]) is
  'Deletes customers with every row that is theirs in any table (out of the catalogue) and the jobs about them. Returns how many rows by table.';
