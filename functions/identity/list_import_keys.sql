create or replace function identity.list_import_keys(p_rows jsonb)
returns table (line integer, type text, value text)
language sql
stable
strict
set search_path = ''
as $$
  select r.line, k.type, k.value
  from jsonb_to_recordset(p_rows) as r (
    line integer, "externalId" text, phones jsonb, emails jsonb, "webUserId" text, "housecallProId" text, "shopmonkeyId" text
  )
  cross join lateral (
    select 'phone' as type, p.value from jsonb_array_elements_text(coalesce(r.phones, '[]')) as p (value)
    union
    select 'email', e.value from jsonb_array_elements_text(coalesce(r.emails, '[]')) as e (value)
    union all
    select x.type, x.value
    from (values
      ('web_user_id', r."webUserId"), ('housecall_pro_id', r."housecallProId"), ('shopmonkey_id', r."shopmonkeyId"),
      ('import', r."externalId")
    ) as x (type, value)
    where x.value is not null
  ) as k
$$;
comment on function identity.list_import_keys(jsonb) is
  'By what the rows of an import know their customers: normalised phones, e-mails and ids; the id in the system they come from has type import.';
