create or replace function crm.ingest_customers(p_rows crm.customer_row[])
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_erased text[] := crm.list_erased(array(select r.id from unnest(p_rows) as r where r.reason is null));
  v_rows crm.customer_row[];
  v_addresses crm.address_row[];
  v_changed uuid[];
  v_proposed integer;
begin
  v_rows := crm.target_customers(array(select r from unnest(p_rows) as r where r.reason is null and r.id <> all (v_erased)));
  perform crm.create_customers(v_rows);
  v_changed := crm.update_profiles(v_rows);
  perform crm.sync_identities(v_rows);
  v_proposed := crm.propose_links(v_rows);

  v_addresses := crm.read_addresses(array(
    select (r.place, r.customer_id, r.addresses, true)::crm.address_list from unnest(v_rows) as r where r.addresses is not null
  ));
  perform crm.upsert_addresses(v_addresses);
  perform crm.drop_unlisted_addresses(v_addresses, array(
    select r.customer_id from unnest(v_rows) as r where r.outcome = 'known' and r.addresses is not null
  ));
  perform crm.remember_customers(v_rows);
  return (
    select jsonb_build_object(
      'received', cardinality(p_rows), 'created', count(*) filter (where r.outcome = 'created'),
      'linked', count(*) filter (where r.outcome = 'linked'), 'known', count(*) filter (where r.outcome = 'known'),
      'changed', cardinality(v_changed),
      'older', (select count(*) from unnest(p_rows) as g where g.reason is null and g.id <> all (v_erased)) - count(*),
      'erased', cardinality(v_erased), 'proposed', v_proposed,
      'problems', (
        select coalesce(jsonb_agg(jsonb_build_object('index', g.place, 'id', g.id, 'reason', g.reason) order by g.place), '[]')
        from unnest(p_rows) as g
        where g.reason is not null
      ),
      'warnings', coalesce(
        jsonb_agg(jsonb_build_object('index', r.place, 'id', r.id, 'fields', to_jsonb(r.warnings)) order by r.place)
        filter (where r.warnings <> '{}'), '[]'
      )
    )
    from unnest(v_rows) as r
  );
end
$$;
comment on function crm.ingest_customers(crm.customer_row[]) is
  'Takes in customers of HousecallPro, as api.ingest_housecall_customers describes it: one statement a table.';
