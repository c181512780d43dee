create or replace function crm.read_text(p_value jsonb)
returns text
language sql
immutable
parallel safe
return case when jsonb_typeof(p_value) in ('string', 'number') then nullif(btrim(p_value #>> '{}'), '') end;
comment on function crm.read_text(jsonb) is 'The text, or number as text, of an outside record, trimmed; null for an empty one and anything else.';
