create or replace function identity.import_identities(p_source text, p_rows jsonb, p_targets jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  insert into identity.imported_customers (tenant_id, source, external_id, customer_id)
  select v_tenant_id, p_source, k.value, t."customerId"
  from identity.list_import_keys(p_rows) as k
  join jsonb_to_recordset(p_targets) as t (line integer, "customerId" uuid) on t.line = k.line
  where k.type = 'import'
  on conflict do nothing;

  -- What is somebody else's stays theirs (conflict); the first of a type is primary where there is none yet.
  insert into identity.customer_identities (tenant_id, customer_id, type, value, is_primary)
  select v_tenant_id, x.customer_id, x.type, x.value,
    x.place = 1 and not exists (
      select from identity.customer_identities as own
      where own.tenant_id = v_tenant_id and own.customer_id = x.customer_id and own.type = x.type and own.is_primary
    )
  from (
    select t."customerId" as customer_id, k.type, k.value,
      row_number() over (partition by t."customerId", k.type order by k.line, k.value) as place
    from identity.list_import_keys(p_rows) as k
    join jsonb_to_recordset(p_targets) as t (line integer, "customerId" uuid) on t.line = k.line
    where k.type <> 'import' and not exists (
      select from identity.customer_identities as i
      where i.tenant_id = v_tenant_id and (i.type, i.value) = (k.type, k.value)
    )
  ) as x
  order by x.type, x.value
  on conflict do nothing;

  insert into identity.pending_links (tenant_id, customer_id, candidate_customer_id, type, value, reason, score)
  select distinct v_tenant_id, t."customerId", i.customer_id, k.type, k.value, 'imported with a value of another customer', 0.6
  from identity.list_import_keys(p_rows) as k
  join jsonb_to_recordset(p_targets) as t (line integer, "customerId" uuid) on t.line = k.line
  join identity.customer_identities as i on i.tenant_id = v_tenant_id and (i.type, i.value) = (k.type, k.value)
  where i.customer_id <> t."customerId"
    and not exists (
      select from identity.customer_identities as own
      where own.tenant_id = v_tenant_id and own.customer_id = t."customerId" and (own.type, own.value) = (k.type, k.value)
    )
    and not exists (
      select from identity.pending_links as l
      where l.tenant_id = v_tenant_id and l.customer_id = t."customerId" and l.candidate_customer_id = i.customer_id
        and (l.type, l.value) = (k.type, k.value)
    )
  on conflict do nothing;
end
$$;
comment on function identity.import_identities(text, jsonb, jsonb) is
  'Gives imported customers (targets: line, customerId) their phones, e-mails and ids; a value that is another customer''s becomes a pending link, once.';
