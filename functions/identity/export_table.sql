create or replace function identity.export_table(p_table text, p_rows text, p_customer_ids uuid[])
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_result jsonb;
begin
  execute format(
    'select jsonb_agg(r.row_data order by r.row_data::text collate "C") '
    'from (select distinct on (o.row_id) to_jsonb(o) - $3 as row_data from (%s) as o) as r', p_rows
  ) into v_result using tenancy.current_tenant(), p_customer_ids, identity.hidden_columns(p_table);
  return v_result;
end
$$;
comment on function identity.export_table(text, text, uuid[]) is
  'Rows of a table that a query finds ($1 tenant, $2 customers; see identity.owned_rows), as a JSON array in an order of its own; null for none.';
