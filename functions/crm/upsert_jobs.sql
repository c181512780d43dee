create or replace function crm.upsert_jobs(
  p_rows crm.job_row[], p_owners crm.record_owner[], p_addresses crm.address_row[], p_items crm.item_row[], p_is_event boolean
)
returns table (job_ids uuid[], created integer)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  -- Whoever calls holds the owners: that none of them is another by now need not be asked job by job.
  if not exists (
    select from identity.customers as c
    where c.tenant_id = v_tenant_id and c.id in (select o.customer_id from unnest(p_owners) as o) and c.merged_into is not null
  ) then
    perform set_config('rapport.owners_are_held', 'on', true);
  end if;
  return query
  with wanted as (
    select r.*, o.customer_id, a.address_id, a.address_external_id, k.location_id,
      -- A deletion holds against every version up to it.
      case when d.at >= r.updated_at then d.at end as gone_at,
      coalesce(r.job_type, first_item.name, case when r.items is null then crm.first_item_name(known.id) end,
        crm.classify_service(r.description)) as service_type
    from unnest(p_rows) as r
    join unnest(p_owners) as o on o.housecall_pro_id = r.customer_external_id
    left join (
      select p.place, p.address_id, coalesce(p.housecall_pro_id, c.housecall_pro_address_id) as address_external_id
      from unnest(p_addresses) as p
      -- Events leave the id out.
      left join context.customer_addresses as c on c.tenant_id = v_tenant_id and c.id = p.address_id
    ) as a on a.place = r.place
    -- What was done says more than what was built in for it.
    left join (
      select distinct on (i.job) i.job, i.name from unnest(p_items) as i
      where i.kind <> 'discount' order by i.job, i.kind <> 'labor', i.position
    ) as first_item on first_item.job = r.id
    left join tenancy.crm_connections as k
      on k.tenant_id = v_tenant_id and k.provider = 'housecall' and k.company_id = r.company_id
    left join context.customer_job_history as known
      on known.tenant_id = v_tenant_id and known.housecall_pro_job_id = r.id
    left join crm.housecall_deletions as x on x.tenant_id = v_tenant_id and x.kind = 'job' and x.external_id = r.id
    cross join lateral (select greatest(known.deleted_at, x.deleted_at, r.deleted_at) as at) as d
  ),
  written as (
    insert into context.customer_job_history as h (
      tenant_id, customer_id, address_id, location_id, housecall_pro_job_id, housecall_pro_address_id, invoice_number, job_type,
      service_type, description, notes, scheduled_start, scheduled_end, arrival_window_minutes, completed_at, work_status, canceled_at,
      deleted_at, total_amount, subtotal, outstanding_balance, technician_id, technician_name, tags, lead_source, crm_updated_at,
      crm_seen_at, items_seen_at
    )
    select
      v_tenant_id, w.customer_id, w.address_id, w.location_id, w.id, w.address_external_id, w.invoice_number, w.job_type, w.service_type,
      w.description, w.notes, w.scheduled_start, w.scheduled_end, w.arrival_window_minutes,
      case when w.gone_at is null then w.completed_at end, case when w.gone_at is null then w.work_status else 'canceled' end,
      w.canceled_at, w.gone_at, w.total_amount, w.subtotal, w.outstanding_balance, w.technician_id, w.technician_name, w.tags,
      w.lead_source, w.updated_at, w.seen_at, case when w.items is not null then w.seen_at end
    from wanted as w
    order by w.id
    on conflict (tenant_id, housecall_pro_job_id) where housecall_pro_job_id is not null do update
    set customer_id = excluded.customer_id, address_id = excluded.address_id, location_id = coalesce(excluded.location_id, h.location_id),
      housecall_pro_address_id = excluded.housecall_pro_address_id, invoice_number = excluded.invoice_number,
      job_type = excluded.job_type, service_type = excluded.service_type, description = excluded.description, notes = excluded.notes,
      scheduled_start = excluded.scheduled_start, scheduled_end = excluded.scheduled_end,
      arrival_window_minutes = excluded.arrival_window_minutes, completed_at = excluded.completed_at,
      work_status = excluded.work_status, canceled_at = excluded.canceled_at, deleted_at = excluded.deleted_at,
      total_amount = excluded.total_amount, subtotal = excluded.subtotal, outstanding_balance = excluded.outstanding_balance,
      technician_id = excluded.technician_id, technician_name = excluded.technician_name, tags = excluded.tags,
      lead_source = excluded.lead_source, crm_updated_at = excluded.crm_updated_at, crm_seen_at = excluded.crm_seen_at,
      items_seen_at = coalesce(excluded.items_seen_at, h.items_seen_at)
    where (h.crm_updated_at is null or (excluded.crm_updated_at, excluded.crm_seen_at) >= (h.crm_updated_at, h.crm_seen_at))
      and (
        p_is_event and h.crm_seen_at is distinct from excluded.crm_seen_at
        or h.items_seen_at is null and excluded.items_seen_at is not null
        or (
          h.customer_id, h.address_id, h.location_id, h.housecall_pro_address_id, h.invoice_number, h.job_type, h.service_type,
          h.description, h.notes, h.scheduled_start, h.scheduled_end, h.arrival_window_minutes, h.completed_at, h.work_status,
          h.canceled_at, h.deleted_at, h.total_amount, h.subtotal, h.outstanding_balance, h.technician_id, h.technician_name, h.tags,
          h.lead_source, h.crm_updated_at
        ) is distinct from (
          excluded.customer_id, excluded.address_id, coalesce(excluded.location_id, h.location_id), excluded.housecall_pro_address_id,
          excluded.invoice_number, excluded.job_type, excluded.service_type, excluded.description, excluded.notes,
          excluded.scheduled_start, excluded.scheduled_end, excluded.arrival_window_minutes, excluded.completed_at,
          excluded.work_status, excluded.canceled_at, excluded.deleted_at, excluded.total_amount, excluded.subtotal,
          excluded.outstanding_balance, excluded.technician_id, excluded.technician_name, excluded.tags, excluded.lead_source,
          excluded.crm_updated_at
        )
      )
    returning h.id, h.xmax = 0 as is_new
  ),
  consumed as (
    delete from crm.housecall_deletions as x
    using wanted as w
    where x.tenant_id = v_tenant_id and x.kind = 'job' and x.external_id = w.id
  )
  select coalesce(array_agg(w.id), '{}'), (count(*) filter (where w.is_new))::integer from written as w;
  perform set_config('rapport.owners_are_held', '', true);
end
$$;
comment on function crm.upsert_jobs(crm.job_row[], crm.record_owner[], crm.address_row[], crm.item_row[], boolean) is
  'Writes jobs of HousecallPro whose customers are there, and held (crm.lock_owners), and whose addresses are: new ones, and those that a newer record says something else of. Returns the ids of what was written and how many are new.';
