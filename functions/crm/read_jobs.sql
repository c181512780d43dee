create or replace function crm.read_jobs(p_jobs jsonb, p_seen_at timestamptz)
returns setof crm.job_row
language plpgsql
stable
set search_path = ''
as $$
declare
  c_types constant jsonb := '{
    "customer.id": "id", "work_status": "work_status", "address": "object", "schedule": "object", "work_timestamps": "object", "job_fields": "object",
    "invoice_number": "text", "description": "text", "notes": "array|string", "assigned_employees": "array", "tags": "array",
    "lead_source": "string|number|object", "line_items": "array|object", "company_id": "text",
    "total_amount": "amount", "subtotal": "cents", "outstanding_balance": "cents",
    "schedule.scheduled_start": "time", "schedule.scheduled_end": "time", "work_timestamps.completed_at": "time",
    "canceled_at": "time", "deleted_at": "time", "created_at": "time", "updated_at": "time"
  }';
begin
  return query
  select
    r.place, r.reason, r.id, r.item -> 'customer', crm.read_text(r.item #> '{customer,id}'), r.item -> 'address',
    crm.read_text(r.item -> 'company_id'), crm.read_text(r.item -> 'invoice_number'),
    crm.read_text(r.item #> '{job_fields,job_type,name}'), crm.read_text(r.item -> 'description'), crm.read_notes(r.item -> 'notes'),
    t.starts_at, t.ends_at, crm.read_whole(r.item #> '{schedule,arrival_window}', 32767)::smallint,
    case when k.work_status = 'completed' then coalesce(
      crm.read_time(r.item #> '{work_timestamps,completed_at}'), t.ends_at, t.starts_at, crm.read_time(r.item -> 'updated_at'), p_seen_at
    ) end,
    k.work_status, crm.read_time(r.item -> 'canceled_at'), crm.read_time(r.item -> 'deleted_at'),
    crm.read_cents(r.item -> 'total_amount'), crm.read_cents(r.item -> 'subtotal'), crm.read_cents(r.item -> 'outstanding_balance'),
    crm.read_text(r.item #> '{assigned_employees,0,id}'), crm.name_employee(r.item #> '{assigned_employees,0}'),
    crm.read_texts(r.item -> 'tags'), coalesce(crm.read_text(r.item -> 'lead_source'), crm.read_text(r.item #> '{lead_source,name}')),
    -- As a list it comes in an envelope.
    case jsonb_typeof(r.item -> 'line_items') when 'array' then r.item -> 'line_items' when 'object' then r.item #> '{line_items,data}' end,
    case when jsonb_typeof(r.item #> '{schedule,appointments}') = 'array' then r.item #> '{schedule,appointments}' end,
    coalesce(crm.read_time(r.item -> 'updated_at'), p_seen_at), p_seen_at
  from crm.read_records(p_jobs, c_types) as r
  cross join lateral (select crm.to_work_status(r.item ->> 'work_status') as work_status) as k
  cross join lateral (
    select s.starts_at, case when s.ends_at >= s.starts_at then s.ends_at end as ends_at
    from (
      select crm.read_time(r.item #> '{schedule,scheduled_start}') as starts_at, crm.read_time(r.item #> '{schedule,scheduled_end}') as ends_at
    ) as s
  ) as t;
end
$$;
comment on function crm.read_jobs(jsonb, timestamptz) is
  'Jobs as HousecallPro sends them, read and checked one by one; of the same job twice the newest. A completed job without a time of completion has that of its visit.';
