create or replace function context.read_units(p_source text, p_text text, p_on date, p_tags context.note_tag[])
returns table (
  kind text, make text, model text, type text, capacity numeric, capacity_unit text, installed_year integer, is_estimate boolean, warranty_years integer,
  action text, quote text
)
language plpgsql
stable
security invoker
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
  v_units context.note_unit[] := context.group_units(p_tags);
  v_is_plain_item boolean;
  v_parts integer[] := '{}';
begin
  -- One plan for all texts: planning the statement below costs more than running it.
  if v_units = '{}' then
    return;
  end if;
  -- A line item that names a unit and no work is the unit that was sold.
  v_is_plain_item := p_source = 'line_item' and not exists (select from unnest(p_tags) as t where t.role in ('service', 'deed') and t.value <> 'set' or t.role = 'thing' and t.value in ('paper', 'warranty', 'kit') and t.place = p_tags[1].place);
  if v_is_plain_item then
    v_parts := array(select t.place from unnest(p_tags) as t where t.role = 'thing' and t.value not in ('kit', 'house'));
  end if;
  v_units := context.settle_units(p_source, p_on, p_tags, v_units);
  if v_units = '{}' then
    return;
  end if;
  return query
  select k.kind, u.make, substr(p_text, split_part(u.model, '-', 1)::integer, split_part(u.model, '-', 2)::integer - split_part(u.model, '-', 1)::integer + 1),
    (select t.type from context.note_types as t where t.kind = k.kind and t.type = any (u.types || split_part(u.kind, '/', 2)) order by t.rank limit 1),
    u.capacity, u.capacity_unit,
    case when a.action in ('installed', 'replaced') then k.this_year when y.year <= k.this_year then y.year end,
    a.action not in ('installed', 'replaced') and u.is_estimate,
    case when a.action in ('installed', 'replaced') then context.read_warranty(p_text, p_tags) end,
    a.action, substr(p_text, u.starts, u.ends - u.starts + 1)
  from unnest(v_units) as u
  cross join lateral (select split_part(u.kind, '/', 1) as kind, extract(year from p_on)::integer as this_year) as k
  cross join lateral (select case when u.year < 0 then k.this_year + u.year else u.year end as year) as y
  cross join lateral (
    select case when v_is_plain_item and u.action = 'observed' and num_nonnulls(u.make, u.capacity, u.model) > 0
        -- "Lennox furnace blower motor" is a part.
        and u.upto + 1 <> all (v_parts) then 'installed' else u.action end as action
  ) as a
  where k.kind not like 'any:%'
    and not (p_source = 'line_item' and u.standing = 'old')
    -- Every building has these: only what is known of one makes it worth keeping.
    and (k.kind not in ('toilet', 'faucet', 'thermostat') or a.action <> 'observed' or num_nonnulls(u.make, u.model, u.year) > 0);
end
$$;
comment on function context.read_units(text, text, date, context.note_tag[]) is
  'The equipment that a text of a job speaks of. installed_year is the year of p_on for what was put in; is_estimate: it was said as an age.';
