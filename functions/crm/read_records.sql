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
  records as materialized (
    select e.item, (e.ordinal - 1)::integer as place from jsonb_array_elements(p_items) with ordinality as e (item, ordinal)
  ),
  flaws as materialized (
    select f.place, string_agg(f.key, ', ' order by f.key) as fields
    -- Kept apart, or a field would be looked up for each use of it.
    from (select e.place, t.key, t.type, e.item #> t.path as value from records as e cross join types as t offset 0) as f
    where case
      when f.type = 'id' then coalesce(length(crm.read_text(f.value)) > 200, true)
      when f.type = 'work_status' then crm.to_work_status(f.value #>> '{}') is null
      when coalesce(jsonb_typeof(f.value), 'null') = 'null' then false
      when f.type = 'time' then crm.read_time(f.value) is null
      when f.type = 'cents' then crm.read_cents(f.value) is null
      when f.type = 'amount' then coalesce(crm.read_cents(f.value) < 0, true)
      when f.type = 'text' then jsonb_typeof(f.value) in ('object', 'array')
      else position(jsonb_typeof(f.value) in f.type) = 0
    end
    group by f.place
  ),
  checked as (
    select e.place, crm.read_text(e.item -> 'id') as id, e.item, case
      when jsonb_typeof(e.item) = 'object' then 'missing or of the wrong type: ' || w.fields else 'not an object'
    end as reason
    from records as e
    left join flaws as w on w.place = e.place
  ),
  ranked as (
    select c.*, row_number() over (
      partition by c.id, c.reason is null order by crm.read_time(c.item -> 'updated_at') desc nulls last, c.place desc
    ) as rank
    from checked as c
  )
  select r.place, r.reason, r.id, r.item from ranked as r where r.rank = 1 or r.reason is not null;
end
$$;
comment on function crm.read_records(jsonb, jsonb) is
  'Records as HousecallPro sends them, checked one by one; of the same record twice the newest. p_types says what a field (a path by dots) must be: id and work_status (required), time, cents, amount (cents, not negative), text (or a number), else JSON types with | between. reason: why a record cannot be taken, with the fields that are wrong and never a value; null when it can.';
