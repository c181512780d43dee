create or replace function crm.attach_records(
  p_kind text, p_records jsonb, p_types jsonb, p_phones jsonb, p_erased text[], p_seen_at timestamptz
)
returns table (id text, item jsonb, customer_id uuid, updated_at timestamptz, deleted_at timestamptz)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform crm.ingest_embedded(array(
    select r.item -> 'customer' from crm.read_records(p_records, p_types) as r
    where r.reason is null and crm.read_text(r.item #> '{customer,id}') <> all (p_erased)
  ), p_phones);
  return query
  with attached as materialized (
    select r.id, r.item, f.customer_id, v.updated_at, case when d.at >= v.updated_at then d.at end as deleted_at
    from crm.read_records(p_records, p_types) as r
    join crm.find_customers(array(select i.item #>> '{customer,id}' from jsonb_array_elements(p_records) as i (item))) as f
      on f.housecall_pro_id = crm.read_text(r.item #> '{customer,id}')
    left join crm.housecall_deletions as x on x.tenant_id = tenancy.current_tenant() and x.kind = p_kind and x.external_id = r.id
    cross join lateral (select coalesce(crm.read_time(r.item -> 'updated_at'), p_seen_at) as updated_at) as v
    cross join lateral (select greatest(x.deleted_at, crm.read_time(r.item -> 'deleted_at')) as at) as d
    where r.reason is null and f.customer_id is not null and f.housecall_pro_id <> all (p_erased)
  ), told as (
    -- From here on the record itself says it.
    delete from crm.housecall_deletions as x
    where x.tenant_id = tenancy.current_tenant() and x.kind = p_kind and x.external_id in (select a.id from attached as a)
  )
  select a.id, a.item, a.customer_id, a.updated_at, a.deleted_at from attached as a order by a.id;
end
$$;
comment on function crm.attach_records(text, jsonb, jsonb, jsonb, text[], timestamptz) is
  'Readable records of HousecallPro of a kind (estimate, lead), each with its customer, made of the embedded one when nobody knows them yet: id, the record, customer_id, its version, and the deletion that holds against that version or null. Not those of erased customers.';
