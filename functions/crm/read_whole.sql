create or replace function crm.read_whole(p_value jsonb, p_most integer)
returns integer
language sql
immutable
parallel safe
return case when jsonb_typeof(p_value) = 'number' and p_value::numeric between 0 and p_most then round(p_value::numeric)::integer end;
comment on function crm.read_whole(jsonb, integer) is 'A number of an outside record from 0 to p_most, rounded; null for anything else.';
