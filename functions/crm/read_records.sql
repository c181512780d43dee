create or replace function crm.read_records(p_items jsonb, p_types jsonb)
returns table (place integer, reason text, id text, item jsonb)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  with types as materialized (
    select t.key, string_to_array(t.key, '.') as path, t.value as type from jsonb_each_text(p_types || '{"id": "id"}') as t
  ),
  checked as (
    select (e.ordinal - 1)::integer as place, crm.read_text(e.item -> 'id') as id, e.item, case
      when jsonb_typeof(e.item) = 'object' then 'missing or of the wrong type: ' || w.fields else 'not an object'
    end as reason, crm.read_time(e.item -> 'updated_at') as updated_at
    from jsonb_array_elements(p_items) with ordinality as e (item, ordinal)
    cross join lateral (
      select string_agg(t.key, ', ' order by t.key) as fields
      from types as t
      -- Kept apart, or the field would be looked up for each of its uses.
      cross join lateral (select e.item #> t.path as value offset 0) as f
      where case
        when t.type = 'id' then coalesce(length(crm.read_text(f.value)) > 200, true)
        when t.type = 'work_status' then crm.to_work_status(f.value #>> '{}') is null
        when coalesce(jsonb_typeof(f.value), 'null') = 'null' then false
        when t.type = 'time' then crm.read_time(f.value) is null
        when t.type = 'cents' then crm.read_cents(f.value) is null
        when t.type = 'amount' then coalesce(crm.read_cents(f.value) < 0, true)
        when t.type = 'text' then jsonb_typeof(f.value) in ('object', 'array')
        else position(jsonb_typeof(f.value) in t.type) = 0
      end
    ) as w
  ),
  ranked as (
    select c.*, row_number() over (partition by c.id, c.reason is null order by c.updated_at desc nulls last, c.place desc) as rank
    from checked as c
  )
  select r.place, r.reason, r.id, r.item from ranked as r where r.rank = 1 or r.reason is not null;
end
$$;
comment on function crm.read_records(jsonb, jsonb) is
  'Records as HousecallPro sends them, checked one by one; of the same record twice the newest. p_types says what a field (a path by dots) must be: id and work_status (required), time, cents, amount (cents, not negative), text (or a number), else JSON types with | between. reason: why a record cannot be taken, with the fields that are wrong and never a value; null when it can.';
