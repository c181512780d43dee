-- Jobs that a reading of everybody took in and whose texts are read afterwards: reading costs more than taking in.

create table context.unread_jobs (
  tenant_id uuid not null,
  job_id uuid not null,
  error text check (error ~ '^[0-9A-Z]{5}$'),
  primary key (tenant_id, job_id),
  foreign key (tenant_id, job_id) references context.customer_job_history (tenant_id, id) on delete cascade
);
comment on table context.unread_jobs is
  'Jobs whose texts a sync of many customers brought or changed, until api.derive_findings has read them: what they say of equipment and issues is not yet, or no longer, what context.findings holds. Written and emptied under crm.lock_intake only.';
comment on column context.unread_jobs.error is
  'The SQLSTATE with which reading this job failed: it waits no longer, until its texts change, and is what is told of it.';
call tenancy.build_wall('context.unread_jobs');
