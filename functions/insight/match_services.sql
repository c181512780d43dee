-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
create or replace function insight.match_services(p_names text[])
returns table (name text, rule text)
language sql
stable
set search_path = ''
as $$
  select n.name, p.rule
  from unnest(p_names) as n (name)
  join insight.service_patterns as p on n.name ~* p.pattern
  union
  select n.name, r.name
  from insight.effective_rules as r
  cross join unnest(r.service_names) as s (name)
  join unnest(p_names) as n (name) on lower(n.name) = lower(s.name)
$$;
comment on function insight.match_services(text[]) is
  'Which of these names of services and items count as which maintenance, by the patterns of all and by what the current tenant calls it.';
