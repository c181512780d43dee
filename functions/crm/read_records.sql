create or replace function crm.read_records(p_items jsonb, p_types jsonb)
returns table (place integer, reason text, id text, item jsonb)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select r.place, r.reason, r.id, r.item
  from (
    select q.*, row_number() over (
      partition by q.id, q.reason is null order by crm.read_time(q.item -> 'updated_at') desc nulls last, q.place desc
    ) as rank
    from (
      select (e.ordinal - 1)::integer as place, k.id, e.item, case
        when jsonb_typeof(e.item) <> 'object' then 'not an object'
        else crm.wrong_fields(e.item, p_types || '{"id": "id"}')
      end as reason
      from jsonb_array_elements(p_items) with ordinality as e (item, ordinal)
      cross join lateral (select crm.read_text(e.item -> 'id') as id) as k
    ) as q
  ) as r
  where r.rank = 1 or r.reason is not null;
end
$$;
comment on function crm.read_records(jsonb, jsonb) is
  'Records as HousecallPro sends them, checked one by one against types (crm.wrong_fields); of the same record twice the newest. reason: why it cannot be taken, null when it can.';
