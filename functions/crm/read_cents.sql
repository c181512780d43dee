create or replace function crm.read_cents(p_value jsonb)
returns numeric
language sql
immutable
parallel safe
return case
  -- What fits ops.money.
  when jsonb_typeof(p_value) = 'number' and abs(p_value::numeric) < 1000000000000 then round(p_value::numeric / 100, 2)
end;
comment on function crm.read_cents(jsonb) is 'Whole cents of an outside record as US dollars; null for anything else.';
