-- What every attempt at a job did. The jobs themselves are pg-boss's; queue.enqueue is their only writer from SQL.

create table ops.job_executions (
  job_id uuid not null,
  attempt integer not null check (attempt >= 1),
  queue text not null check (queue <> ''),
  -- Null for jobs that work for no single tenant. Not a foreign key: the history outlives what it is about.
  tenant_id uuid,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  outcome text not null check (outcome in ('ok', 'failed', 'dead', 'aborted')),
  error_class text check (length(error_class) <= 120),
  error_message text check (length(error_message) <= 500),
  primary key (job_id, attempt),
  check (ended_at >= started_at),
  check ((outcome = 'ok') = (error_class is null))
);
comment on table ops.job_executions is
  'One row an attempt at a job: when it ran, how it ended, and why not, without personal data. An attempt whose process was killed leaves no row.';
comment on column ops.job_executions.outcome is
  'ok; failed: will be tried again; dead: no further attempt, moved to the dead letters; aborted: ran out of its time or the worker stopped, tried again while attempts are left.';
comment on column ops.job_executions.error_message is 'Numbers, addresses and quoted values are masked before they get here.';
create index job_executions_queue_idx on ops.job_executions (queue, ended_at desc);
create index job_executions_tenant_idx on ops.job_executions (tenant_id, ended_at desc) where tenant_id is not null;
create index job_executions_ended_idx on ops.job_executions using brin (ended_at);
call tenancy.build_wall('ops.job_executions');
