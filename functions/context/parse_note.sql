create or replace function context.parse_note(p_source text, p_text text, p_on date)
returns table (
  kind text, code text, make text, model text, type text, capacity numeric, capacity_unit text, installed_year integer, is_estimate boolean,
  action text, subject text, place text, quote text
)
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
begin
  return query
  with tagged as (
    select t.tags from context.tag_texts(array[p_text]) as t
  ), units as materialized (
    select u.* from tagged as t cross join lateral context.read_units(p_source, p_text, p_on, t.tags) as u
  )
  select 'equipment', u.kind, u.make, u.model, u.type, u.capacity, u.capacity_unit, u.installed_year, u.is_estimate, u.action, null::text, null::text, u.quote
  from units as u
  union all
  select 'issue', i.issue, null, null, null, null, null, null, null, i.action, i.subject, i.place, i.quote
  from tagged as t
  cross join lateral context.read_issues(p_source, p_text, t.tags, array(select u.kind from units as u where u.action in ('installed', 'replaced'))) as i;
end
$$;
