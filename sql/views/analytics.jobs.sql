-- owner: rapport_analytics
create or replace view analytics.jobs
with (security_barrier = true) as
select
  j.id as job_id,
  j.customer_id,
  l.name as location,
  j.invoice_number,
  j.service_type,
  j.description,
  j.work_status,
  j.scheduled_start,
  j.scheduled_end,
  j.completed_at,
  j.total_amount as total_usd,
  j.outstanding_balance as outstanding_usd,
  j.technician_name,
  j.customer_rating,
  a.city,
  a.state,
  a.zip,
  j.created_at
from context.customer_job_history as j
left join tenancy.locations as l on l.tenant_id = j.tenant_id and l.id = j.location_id
left join context.customer_addresses as a on a.tenant_id = j.tenant_id and a.id = j.address_id
-- A fence: no condition of the reader's is estimated from, or tried on, rows behind the wall.
offset 0;

comment on view analytics.jobs is
  'One row a job, done or planned: service, status (needs_scheduling, scheduled, in_progress, completed, canceled), times in UTC, amounts in US dollars, technician, rating from 1 to 5, place.';
