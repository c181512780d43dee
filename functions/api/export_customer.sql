create or replace function api.export_customer(p_tenant_id uuid, p_customer_id uuid)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_customer_id uuid;
  v_family uuid[];
  v_tables jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_customer_id := identity.follow_merge(p_customer_id);
  v_family := identity.list_family(v_customer_id);
  if v_family = '{}' then
    perform identity.refuse_unknown(p_tenant_id, p_customer_id);
  end if;
  select jsonb_object_agg(x.table_name, x.rows) filter (where x.rows is not null) into v_tables
  from (
    select o.table_name, identity.export_table(o.table_name, identity.owned_rows(o.table_name), v_family) as rows
    from identity.list_owned_tables() as o
    union all
    select 'identity.customers', identity.export_table(
      'identity.customers',
      'select c.ctid as row_id, c.* from identity.customers as c where c.tenant_id = $1 and c.id = any ($2)', v_family
    )
    union all
    select 'crm.webhook_events', identity.export_table('crm.webhook_events', identity.list_event_rows(), v_family)
    union all
    select 'memory.inbox', identity.export_table(
      'memory.inbox',
      'select w.ctid as row_id, w.* from memory.inbox as w '
      'join identity.customer_identities as i on i.tenant_id = w.tenant_id and i.value = w.address and i.customer_id = any ($2) '
      'where w.tenant_id = $1', v_family
    )
    union all
    select 'outreach.suppressions', identity.export_table(
      'outreach.suppressions',
      'select s.ctid as row_id, s.* from outreach.suppressions as s '
      'join identity.customer_identities as i on i.tenant_id = s.tenant_id and i.value = s.address and i.customer_id = any ($2) '
      'where s.tenant_id = $1', v_family
    )
  ) as x;
  return jsonb_build_object('format', 'rapport.customer.v1', 'customerId', v_customer_id, 'tables', v_tables);
end
$$;
comment on function api.export_customer(uuid, uuid) is
  'Everything that is kept about a customer, those merged into them included: {format, customerId, tables: {"schema.table": [rows]}}, column names as in the database. Search columns, vectors and hashes of secrets are left out. The same data give the same text. RP001 for an unknown customer, RP006 for an erased one.';
