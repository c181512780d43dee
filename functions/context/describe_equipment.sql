create or replace function context.describe_equipment(p_equipment jsonb)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  v_age integer := (p_equipment ->> 'ageYears')::integer;
  v_type text := context.flatten_text(p_equipment ->> 'type', 40);
  v_make text := context.flatten_text(p_equipment ->> 'make', 40);
begin
  return concat(
    upper(left(replace(p_equipment ->> 'kind', '_', ' '), 1)), substr(replace(p_equipment ->> 'kind', '_', ' '), 2),
    nullif(': ' || concat_ws(', ',
      upper(left(v_type, 1)) || substr(v_type, 2),
      case when v_age < 1 then 'less than a year old'
        when v_age >= 1 then concat(case p_equipment ->> 'installedOnPrecision' when 'estimate' then 'about ' end,
          v_age, case v_age when 1 then ' year old' else ' years old' end)
      end
    ), ': '),
    ' (' || v_make || ')',
    case when (p_equipment ->> 'isReplacementDue')::boolean then ' - RECOMMEND REPLACEMENT' end
  );
end
$$;
comment on function context.describe_equipment(jsonb) is
  'One item of context.list_equipment in words: Water heater: Tank, 12 years old (Rheem) - RECOMMEND REPLACEMENT.';
