create or replace function intake.compact_json(p_value jsonb)
returns text
language plpgsql
immutable
strict
parallel safe
security invoker
set search_path = ''
as $$
declare
  c_longest constant integer := 1000;
begin
  -- The server writes a blank behind a comma and a colon: twice the length holds what is wanted, the last text perhaps cut off.
  return left(
    regexp_replace(left(p_value::text, 2 * c_longest), '("(?:[^"\\]|\\.)*(?:"|\\?$))|\s+', '\1', 'g'), c_longest
  );
end
$$;
comment on function intake.compact_json(jsonb) is 'JSON without blanks between its parts, cut off after 1,000 characters.';
