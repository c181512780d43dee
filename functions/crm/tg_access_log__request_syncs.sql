-- pgls-ignore-all plpgsql_check: the transition table exists only while the trigger runs
create or replace function crm.tg_access_log__request_syncs()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_read record;
  v_tenant constant text := current_setting('rapport.tenant_id', true);
begin
  -- One turn a tenant: a batch of the edge is of few.
  for v_read in
    select r.tenant_id, array_agg(distinct r.customer_id) as customer_ids
    from new_rows as r
    where r.customer_id is not null
    group by r.tenant_id
    order by r.tenant_id
  loop
    perform tenancy.set_tenant(v_read.tenant_id);
    perform crm.request_syncs(v_read.customer_ids, 'read');
  end loop;
  perform set_config('rapport.tenant_id', coalesce(v_tenant, ''), true);
  return null;
end
$$;
comment on function crm.tg_access_log__request_syncs() is
  'Who is read, and whose HousecallPro data are missing or stale, is synced: after the reading, which does not wait for it.';
create or replace trigger _900_request_syncs after insert on ops.access_log
referencing new table as new_rows
for each statement execute function crm.tg_access_log__request_syncs();
