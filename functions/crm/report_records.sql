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
      select coalesce(jsonb_agg(jsonb_build_object('index', r.place, 'id', r.id, 'reason', r.reason) order by r.place), '[]')
      from crm.read_records(p_items, p_types) as r
      where r.reason is not null
    )
  );
end
$$;
comment on function crm.report_records(jsonb, jsonb, integer, text[]) is 'What became of records that were taken in: {received, written, erased, problems: [{index, id, reason}]}.';
