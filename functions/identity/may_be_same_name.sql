create or replace function identity.may_be_same_name(p_first text, p_name text, p_other_first text, p_other_name text)
returns boolean
language sql
immutable
parallel safe
return case
  when coalesce(p_name, '') = '' or coalesce(p_other_name, '') = '' then true
  -- A household has one family name: there the first names decide.
  when coalesce(p_first, '') <> '' and coalesce(p_other_first, '') <> '' then
    greatest(
      identity.name_likeness(ops.normalize_name(p_first), ops.normalize_name(p_other_first)),
      identity.name_likeness(ops.normalize_name(p_other_first), ops.normalize_name(p_first))
    ) >= 0.6 and (
      p_name = ops.normalize_name(p_first) or p_other_name = ops.normalize_name(p_other_first)
      or extensions.similarity(p_name, p_other_name) >= 0.3
    )
  else extensions.similarity(p_name, p_other_name) >= 0.5
end;
comment on function identity.may_be_same_name(text, text, text, text) is
  'Whether two people may be one by their names: first names as written, whole names normalised (ops.normalize_name); nobody is contradicted by an empty one.';
