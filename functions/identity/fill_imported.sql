create or replace function identity.fill_imported(p_source text, p_rows jsonb, p_targets jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_fill record;
begin
  -- One call a row that has something new: the ranks and sources of fields are api.update_customer's to keep.
  for v_fill in
    select t."customerId" as customer_id, jsonb_object_agg(f.key, f.value) as changes
    from jsonb_to_recordset(p_targets) as t (line integer, "customerId" uuid, outcome text)
    join jsonb_array_elements(p_rows) as r (item) on (r.item ->> 'line')::integer = t.line
    cross join lateral identity.read_record(t."customerId") as known
    cross join lateral jsonb_each(r.item) as f
    where t.outcome = 'linked'
      and f.key = any (array['firstName', 'lastName', 'companyName', 'customerSince', 'summary', 'currentIssueSummary', 'leadSource', 'tags'])
      and f.value not in ('null', '""', '[]') and known -> f.key in ('null', '[]')
    group by t."customerId", t.line
    order by t.line
  loop
    perform api.update_customer(
      tenancy.current_tenant(), v_fill.customer_id, v_fill.changes, null, 'import', 'import:' || p_source
    );
  end loop;
end
$$;
comment on function identity.fill_imported(text, jsonb, jsonb) is
  'Fills what linked customers (targets: line, customerId, outcome) lack in their profile from the imported rows; nothing is overwritten.';
