create or replace function crm.add_counts(p_counts jsonb, p_more jsonb)
returns jsonb
language sql
immutable
strict
parallel safe
return p_counts || coalesce((
  select jsonb_object_agg(m.key, coalesce((p_counts ->> m.key)::bigint, 0) + m.value::bigint)
  from jsonb_each_text(p_more) as m
), '{}');
comment on function crm.add_counts(jsonb, jsonb) is 'Two objects of whole numbers, added up by key.';
