create or replace function context.parse_texts(p_sources text[], p_texts text[], p_days date[])
returns table (
  text_number integer, kind text, code text, make text, model text, type text, capacity numeric, capacity_unit text, installed_year integer,
  is_estimate boolean, warranty_years integer, action text, subject text, place text, quote text
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with tagged as materialized (
    -- More than a page of meanings is no note; reading compares them with each other.
    select t.text_number, t.tags[1:400] as tags from context.tag_texts(p_texts) as t
  ), units as materialized (
    select t.text_number, u.*
    from tagged as t
    cross join lateral context.read_units(p_sources[t.text_number], p_texts[t.text_number], p_days[t.text_number], t.tags) as u
  )
  select u.text_number, 'equipment', u.kind, u.make, u.model, u.type, u.capacity, u.capacity_unit, u.installed_year, u.is_estimate, u.warranty_years,
    u.action, null::text, null::text, u.quote
  from units as u
  union all
  select t.text_number, 'issue', i.issue, null, null, null, null, null, null, null, null, i.action, i.subject, i.place, i.quote
  from tagged as t
  cross join lateral context.read_issues(p_sources[t.text_number], p_texts[t.text_number], t.tags, array(
    select u.kind from units as u where u.text_number = t.text_number and u.action in ('installed', 'replaced')
  )) as i;
end
$$;
comment on function context.parse_texts(text[], text[], date[]) is
  'context.parse_note for many texts at once; text_number is the place in the arrays, from 1.';
