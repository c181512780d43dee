-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
create or replace function identity.match_import(p_source text, p_rows jsonb)
returns table (line integer, customer_id uuid, candidates uuid[])
language sql
stable
set search_path = ''
as $$
  with keys as (
    select k.line, k.type, k.value from identity.list_import_keys(p_rows) as k
  ),
  found as (
    select k.line, m.customer_id, true as is_certain
    from keys as k
    join identity.imported_customers as m
      on m.tenant_id = tenancy.current_tenant() and m.source = p_source and k.type = 'import' and m.external_id = k.value
    union
    select k.line, i.customer_id, k.type in ('housecall_pro_id', 'shopmonkey_id', 'web_user_id')
    from keys as k
    join identity.customer_identities as i on i.tenant_id = tenancy.current_tenant() and (i.type, i.value) = (k.type, k.value)
    union
    -- Whom an earlier run made beside the owner of a value is found again, or each run would make one more.
    select k.line, l.customer_id, false
    from keys as k
    join identity.pending_links as l
      on l.tenant_id = tenancy.current_tenant() and (l.type, l.value) = (k.type, k.value) and l.reason like 'imported%'
  ),
  judged as (
    select f.line, f.customer_id, bool_or(f.is_certain) as is_certain, bool_or(
      identity.may_be_same_name(
        r."firstName", ops.normalize_name(concat_ws(' ', r."firstName", r."lastName", r."companyName")), c.first_name, c.search_name
      )
    ) as may_be
    from found as f
    join identity.customers as c on c.tenant_id = tenancy.current_tenant() and c.id = f.customer_id
    join jsonb_to_recordset(p_rows) as r (line integer, "firstName" text, "lastName" text, "companyName" text) on r.line = f.line
    group by f.line, f.customer_id
  )
  select
    j.line,
    case
      when count(*) filter (where j.is_certain) = 1 then min(j.customer_id::text) filter (where j.is_certain)
      when count(*) filter (where j.is_certain) = 0 and count(*) filter (where j.may_be) = 1
        then min(j.customer_id::text) filter (where j.may_be)
    end::uuid,
    array_agg(j.customer_id order by j.customer_id)
  from judged as j
  group by j.line
$$;
comment on function identity.match_import(text, jsonb) is
  'Whom the rows of an import belong to: the one that their id names, else the one with the phone or e-mail whose name may be the same; null when several may be or none of the candidates. Rows that nobody is known for are not there.';
