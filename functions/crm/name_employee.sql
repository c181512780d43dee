create or replace function crm.name_employee(p_employee jsonb)
returns text
language sql
stable
parallel safe
return nullif(btrim(concat_ws(' ', btrim(p_employee ->> 'first_name'), btrim(p_employee ->> 'last_name'))), '');
comment on function crm.name_employee(jsonb) is 'The name of an employee of HousecallPro; null without one.';
