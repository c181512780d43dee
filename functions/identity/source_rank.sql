create or replace function identity.source_rank(p_source text)
returns integer
language sql
immutable
parallel safe
return case p_source when 'staff' then 3 when 'crm' then 2 when null then 0 else 1 end;
comment on function identity.source_rank(text) is
  'Whose word counts more about a profile field: a person on the staff, then the CRM, then a channel, an import or the demo.';
