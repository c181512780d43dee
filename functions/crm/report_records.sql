create or replace function crm.report_records(p_items jsonb, p_types jsonb, p_written integer, p_erased text[])
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'received', jsonb_array_length(p_items), 'written', p_written,
    'erased', (select count(*) from jsonb_array_elements(p_items) as e (item) where e.item #>> '{customer,id}' = any (p_erased)),
    'problems', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'index', r.place, 'id', r.id, 'reason', coalesce(r.reason, 'its customer cannot be read')
      ) order by r.place), '[]')
      from crm.read_records(p_items, p_types) as r
      where r.reason is not null or p_types ? 'customer.id' and r.item #>> '{customer,id}' <> all (p_erased) and exists (
        select from crm.find_customers(array[crm.read_text(r.item #> '{customer,id}')]) as f where f.customer_id is null
      )
    )
  );
end
$$;
comment on function crm.report_records(jsonb, jsonb, integer, text[]) is 'What became of records that were taken in: {received, written, erased, problems: [{index, id, reason}]}.';
