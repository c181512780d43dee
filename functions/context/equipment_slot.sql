create or replace function context.equipment_slot(p_kind text, p_type text)
returns text
language sql
immutable
parallel safe
return case
  when p_kind = 'other' then 'other/' || coalesce(lower(p_type), '')
  when p_kind = 'sump_pump' and lower(p_type) = 'battery backup' then 'sump_pump/battery backup'
  else p_kind
end;
comment on function context.equipment_slot(text, text) is
  'What one unit takes the place of another in: the kind; of kind other, and for a battery backup of a sump pump, with the type.';
