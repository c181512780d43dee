create or replace function context.unit_slot(p_kind text)
returns text
language sql
immutable
parallel safe
return case when p_kind like 'other/%' then p_kind else split_part(replace(p_kind, 'any:', 'any/'), '/', 1) end;
comment on function context.unit_slot(text) is
  'What makes two units the same sort of thing: the kind without its type, but for kind other, which is told by it; any for what is not known.';
