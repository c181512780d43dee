create or replace function context.seed_jobs(p_tenant_id uuid, p_seed jsonb, p_today date)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_jobs integer;
begin
  -- A job with a negative daysAgo lies ahead: an appointment.
  insert into context.customer_job_history (
    tenant_id, id, customer_id, address_id, location_id, housecall_pro_job_id, invoice_number, service_type, description, notes,
    scheduled_start, scheduled_end, arrival_window_minutes, completed_at, work_status, total_amount, outstanding_balance,
    technician_id, technician_name, customer_rating
  )
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, concat_ws('/', 'job', c.key, j.place)),
    tenancy.seed_id(p_tenant_id, 'customer/' || c.key), tenancy.seed_id(p_tenant_id, concat_ws('/', 'address', c.key, j.address)),
    l.id, concat('job_demo_', c.key, '_', j.place),
    case when j.days_ago >= 0 then concat('JB-', to_char(p_today - j.days_ago, 'YYMM'), '-', upper(left(c.key, 3)), j.place) end,
    j.service, j.reported, j.found, t.starts_at, t.starts_at + interval '2 hours', 60,
    case when j.days_ago >= 0 then t.starts_at + interval '90 minutes' end,
    case when j.days_ago >= 0 then 'completed' else 'scheduled' end,
    (select sum((i ->> 2)::numeric * (i ->> 3)::numeric) from jsonb_array_elements(j.items) as i), j.balance,
    'pro_' || lower(split_part(j.technician, ' ', 1)), j.technician, j.rating
  from jsonb_to_recordset(p_seed -> 'customers') as c (key text, location text, jobs jsonb)
  join tenancy.locations as l on l.tenant_id = p_tenant_id and l.slug = c.location
  cross join lateral rows from (
    jsonb_to_recordset(coalesce(c.jobs, '[]')) as (
      address text, "daysAgo" integer, hour integer, service text, reported text, found text, technician text, rating smallint,
      balance numeric, items jsonb
    )
  ) with ordinality as j (address, days_ago, hour, service, reported, found, technician, rating, balance, items, place)
  cross join lateral (
    select ((p_today - j.days_ago) + j.hour * interval '1 hour') at time zone l.time_zone as starts_at
  ) as t
  on conflict do nothing;
  get diagnostics v_jobs = row_count;

  insert into context.job_items (tenant_id, id, job_id, position, name, kind, quantity, unit_price)
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, concat_ws('/', 'item', c.key, j.place, i.place)),
    tenancy.seed_id(p_tenant_id, concat_ws('/', 'job', c.key, j.place)), i.place, i.item ->> 0, i.item ->> 1,
    (i.item ->> 2)::numeric, (i.item ->> 3)::numeric
  from jsonb_to_recordset(p_seed -> 'customers') as c (key text, jobs jsonb)
  cross join lateral jsonb_array_elements(coalesce(c.jobs, '[]')) with ordinality as j (job, place)
  cross join lateral jsonb_array_elements(j.job -> 'items') with ordinality as i (item, place)
  on conflict do nothing;
  return v_jobs;
end
$$;
comment on function context.seed_jobs(uuid, jsonb, date) is
  'Jobs of a seed with their items ([name, kind, quantity, unit price]), dates counted from p_today in the location''s zone. Returns how many were new.';
