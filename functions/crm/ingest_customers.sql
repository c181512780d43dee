create or replace function crm.ingest_customers(p_rows crm.customer_row[])
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_rows crm.customer_row[];
  v_erased text[] := crm.list_erased(array(select r.id from unnest(p_rows) as r where r.reason is null));
  v_targets crm.customer_target[];
  v_addresses crm.address_row[];
  v_changed uuid[];
  v_proposed integer;
begin
  v_rows := array(select r from unnest(p_rows) as r where r.reason is null and r.id <> all (v_erased));
  v_targets := crm.target_customers(v_rows);
  -- What is not newer than what was read before is done with.
  v_rows := array(
    select r from unnest(v_rows) as r join unnest(v_targets) as t on t.id = r.id where t.outcome <> 'older'
  );
  perform crm.create_customers(v_rows, v_targets);
  v_changed := crm.update_profiles(v_rows, v_targets);
  perform crm.sync_identities(v_rows, v_targets);
  v_proposed := crm.propose_links(v_rows, v_targets);

  v_addresses := array(
    select a
    from unnest(v_rows) as r
    join unnest(v_targets) as t on t.id = r.id
    cross join lateral crm.read_addresses(r.place, t.customer_id, r.addresses, true) as a
    where r.addresses is not null
  );
  perform crm.upsert_addresses(v_addresses);
  perform crm.drop_unlisted_addresses(v_addresses, array(
    select t.customer_id from unnest(v_targets) as t join unnest(v_rows) as r on r.id = t.id
    where t.outcome = 'known' and r.addresses is not null
  ));
  perform crm.remember_customers(v_rows, v_targets);
  return jsonb_build_object(
    'received', cardinality(p_rows),
    'created', (select count(*) from unnest(v_targets) as t where t.outcome = 'created'),
    'linked', (select count(*) from unnest(v_targets) as t where t.outcome = 'linked'),
    'known', (select count(*) from unnest(v_targets) as t where t.outcome = 'known'),
    'older', (select count(*) from unnest(v_targets) as t where t.outcome = 'older'),
    'changed', cardinality(v_changed), 'erased', cardinality(v_erased), 'proposed', v_proposed,
    'problems', (
      select coalesce(jsonb_agg(jsonb_build_object('index', r.place, 'id', r.id, 'reason', r.reason) order by r.place), '[]')
      from unnest(p_rows) as r
      where r.reason is not null
    ),
    'warnings', (
      select coalesce(jsonb_agg(jsonb_build_object('index', r.place, 'id', r.id, 'fields', to_jsonb(r.warnings)) order by r.place), '[]')
      from unnest(v_rows) as r
      where r.warnings <> '{}'
    )
  );
end
$$;
comment on function crm.ingest_customers(crm.customer_row[]) is
  'Takes in customers of HousecallPro, as api.ingest_housecall_customers describes it: one statement a table.';
