create or replace function crm.ingest_jobs(p_rows crm.job_row[], p_phones jsonb, p_is_event boolean, p_is_bulk boolean default false)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_erased text[] := crm.list_erased(array(select r.customer_external_id from unnest(p_rows) as r where r.reason is null));
  v_rows crm.job_row[];
  v_customer_ids text[];
  v_items crm.item_row[];
  v_owners crm.record_owner[];
  v_customers integer := 0;
  v_addresses crm.address_row[];
  v_job_ids uuid[];
  v_told uuid[];
  v_created integer;
  v_visited text[];
begin
  v_rows := array(select r from unnest(p_rows) as r where r.reason is null and r.customer_external_id <> all (v_erased));
  v_customer_ids := array(select distinct r.customer_external_id from unnest(v_rows) as r);
  v_owners := crm.lock_owners(v_customer_ids);
  if cardinality(v_owners) < cardinality(v_customer_ids) then
    v_customers := crm.ingest_embedded(array(select r.customer from unnest(v_rows) as r), p_phones);
    v_owners := crm.lock_owners(v_customer_ids);
  end if;
  v_addresses := crm.recognise_addresses(v_rows, v_owners);
  if cardinality(v_addresses) < cardinality(v_rows) then
    v_addresses := v_addresses || crm.upsert_addresses(crm.read_addresses(array(
      select (r.place, o.customer_id, jsonb_build_array(r.address), false)::crm.address_list
      from unnest(v_rows) as r
      join unnest(v_owners) as o on o.housecall_pro_id = r.customer_external_id
      where not exists (select from unnest(v_addresses) as a where a.place = r.place)
    )));
  end if;
  v_items := crm.read_line_items(array(
    select (r.id, r.items, r.seen_at)::crm.item_list from unnest(v_rows) as r where r.items is not null
  ));
  select u.job_ids, u.created into v_job_ids, v_created from crm.upsert_jobs(v_rows, v_owners, v_addresses, v_items, p_is_event) as u;
  -- All whose words are new: the record's own, or those of its line items.
  v_told := v_job_ids || crm.upsert_line_items(array(
    select (r.id, r.items, r.seen_at)::crm.item_list
    from unnest(v_rows) as r
    join context.customer_job_history as h on h.tenant_id = v_tenant_id and h.housecall_pro_job_id = r.id
    -- Not those of a version that was too old to be written.
    where r.items is not null and h.crm_updated_at = r.updated_at
  ), v_items);
  if p_is_bulk then
    perform context.defer_findings(v_told);
  else
    perform context.derive_findings(v_told);
  end if;
  v_visited := crm.list_visited(array(select r.id from unnest(v_rows) as r));
  perform crm.discard_appointments(array(select r from unnest(v_rows) as r where r.id = any (v_visited)));
  perform crm.remember_appointments(array(
    select r from unnest(v_rows) as r where r.appointments <> '[]' and r.work_status not in ('completed', 'canceled')
  ));
  perform crm.apply_appointments(array(
    select h.id from unnest(v_rows) as r
    join context.customer_job_history as h on h.tenant_id = v_tenant_id and h.housecall_pro_job_id = r.id
    -- What is over is not rescheduled.
    where r.work_status not in ('completed', 'canceled') and h.work_status in ('needs_scheduling', 'scheduled', 'in_progress') and (h.id = any (v_told) or r.appointments <> '[]')
  ));
  perform crm.apply_invoices(v_job_ids);
  return jsonb_build_object(
    'received', cardinality(p_rows), 'created', v_created, 'updated', cardinality(v_job_ids) - v_created,
    'untouched', cardinality(v_rows) - cardinality(v_job_ids), 'customersCreated', v_customers,
    'erased', (select count(*) from unnest(p_rows) as r where r.reason is null and r.customer_external_id = any (v_erased)),
    'problems', (
      select coalesce(jsonb_agg(jsonb_build_object('index', g.place, 'id', g.id, 'reason', g.reason) order by g.place), '[]')
      from (
        select r.place, r.id, r.reason from unnest(p_rows) as r where r.reason is not null
        union all
        select r.place, r.id, 'its customer cannot be read'
        from unnest(v_rows) as r
        where not exists (select from unnest(v_owners) as o where o.housecall_pro_id = r.customer_external_id)
      ) as g
    )
  );
end
$$;
comment on function crm.ingest_jobs(crm.job_row[], jsonb, boolean, boolean) is
  'Takes in jobs of HousecallPro, with their unknown customers, addresses and line items, as api.ingest_housecall_jobs describes it. p_is_event: whether they are the news of an instant rather than the state just read; p_is_bulk: whether they are some of very many, so that their texts are read afterwards (api.derive_findings).';
