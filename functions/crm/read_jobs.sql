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
    r.place, r.reason, r.id, i.item -> 'customer', crm.read_text(i.item #> '{customer,id}'), i.item -> 'address',
    crm.read_text(i.item -> 'company_id'), crm.read_text(i.item -> 'invoice_number'),
    crm.read_text(i.item #> '{job_fields,job_type,name}'), crm.read_text(i.item -> 'description'),
    -- What is empty, as most of these are, is not worth a call.
    case when i.item -> 'notes' <> '[]' then crm.read_notes(i.item -> 'notes') end,
    t.starts_at, case when t.ends_at >= t.starts_at then t.ends_at end,
    crm.read_whole(i.item #> '{schedule,arrival_window}', 32767)::smallint,
    case when t.work_status = 'completed' then coalesce(
      (i.item #>> '{work_timestamps,completed_at}')::timestamptz, greatest(t.ends_at, t.starts_at), t.updated_at, p_seen_at
    ) end,
    t.work_status, (i.item ->> 'canceled_at')::timestamptz, (i.item ->> 'deleted_at')::timestamptz,
    crm.read_cents(i.item -> 'total_amount'), crm.read_cents(i.item -> 'subtotal'), crm.read_cents(i.item -> 'outstanding_balance'),
    crm.read_text(i.item #> '{assigned_employees,0,id}'), crm.name_employee(i.item #> '{assigned_employees,0}'),
    case when i.item -> 'tags' <> '[]' then crm.read_texts(i.item -> 'tags') else '{}' end,
    coalesce(crm.read_text(i.item -> 'lead_source'), crm.read_text(i.item #> '{lead_source,name}')),
    -- As a list it comes in an envelope.
    case jsonb_typeof(i.item -> 'line_items') when 'array' then i.item -> 'line_items' when 'object' then i.item #> '{line_items,data}' end,
    case when jsonb_typeof(i.item #> '{schedule,appointments}') = 'array' then i.item #> '{schedule,appointments}' end,
    coalesce(t.updated_at, p_seen_at), p_seen_at
  from crm.read_records(p_jobs, c_types) as r
  -- What is of its type can be cast as it is; what is not gives no row but its reason.
  cross join lateral (select case when r.reason is null then r.item end as item offset 0) as i
  cross join lateral (
    select crm.to_work_status(i.item ->> 'work_status') as work_status, (i.item ->> 'updated_at')::timestamptz as updated_at,
      (i.item #>> '{schedule,scheduled_start}')::timestamptz as starts_at, (i.item #>> '{schedule,scheduled_end}')::timestamptz as ends_at
    offset 0
  ) as t;
end
$$;
comment on function crm.read_jobs(jsonb, timestamptz) is
  'Jobs as HousecallPro sends them, read and checked one by one; of the same job twice the newest. A completed job without a time of completion has that of its visit.';
