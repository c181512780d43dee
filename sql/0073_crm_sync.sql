-- How what HousecallPro holds is read: a run is a list of steps, each a list that is walked page by page or one record.

create table crm.sync_runs (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  kind text not null check (kind in ('customer', 'lookup', 'poll', 'active', 'full', 'reconcile')),
  -- Which of the tenant's accounts; empty for the one that the environment names.
  company_id text not null default '',
  customer_id uuid,
  identity_id uuid,
  external_id text check (external_id <> '' and length(external_id) <= 200),
  night date,
  state text not null default 'queued' check (state in ('queued', 'running', 'paused', 'done', 'failed', 'stopped')),
  pause_reason text,
  resume_at timestamptz,
  stage smallint not null default 0,
  claim_id uuid,
  claimed_until timestamptz,
  requests_per_night integer check (requests_per_night > 0),
  budget_night date,
  requests_tonight integer not null default 0,
  requests integer not null default 0,
  counts jsonb not null default '{}' check (jsonb_typeof(counts) = 'object'),
  failures integer not null default 0,
  outcome text check (outcome in ('linked', 'not_found', 'ambiguous')),
  error text check (length(error) <= 500),
  requested_by text not null check (btrim(requested_by) <> '' and length(requested_by) <= 200),
  created_at timestamptz not null default ops.now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, identity_id) references identity.customer_identities (tenant_id, id) on delete cascade,
  check ((kind = 'customer') = (external_id is not null)),
  check ((kind = 'lookup') = (identity_id is not null)),
  check ((state = 'paused') = (pause_reason is not null)),
  check ((state = 'paused') = (resume_at is not null)),
  check ((state in ('done', 'failed', 'stopped')) = (finished_at is not null)),
  check ((claim_id is null) = (claimed_until is null))
);
comment on table crm.sync_runs is
  'A reading of HousecallPro. customer: one customer with their jobs (external_id); lookup: whose phone or e-mail (identity_id) is it; poll: what changed since the watermark; active: everyone who was in touch within 90 days; full: everything; reconcile: everything, and what is no longer there.';
comment on column crm.sync_runs.claim_id is 'Who works on it: what another claimant, or one whose claim was taken over, hands in is refused.';
comment on column crm.sync_runs.requests_per_night is 'Null: it runs at once and until it is through. Else by night only, and with the tenant''s other such runs never more than this a night.';
comment on column crm.sync_runs.night is 'The night, by the shop''s clock, that it was planned for; one of a kind each night.';
comment on column crm.sync_runs.stage is 'How often the list of steps was extended by what those before it brought to light.';
comment on column crm.sync_runs.counts is 'What came of the rows, as ingest counts them, and records that were found gone.';
-- Single-flight: while one is open, who asks for the same gets that one.
create unique index sync_runs_open_key
on crm.sync_runs (tenant_id, company_id, kind, (coalesce(external_id, '')), identity_id) nulls not distinct
where state in ('queued', 'running', 'paused');
create unique index sync_runs_night_key on crm.sync_runs (tenant_id, company_id, kind, night) where night is not null;
create index sync_runs_customer_idx on crm.sync_runs (tenant_id, customer_id);
create index sync_runs_identity_idx on crm.sync_runs (tenant_id, identity_id);
create index sync_runs_kind_idx on crm.sync_runs (tenant_id, kind, created_at desc);
call tenancy.build_wall('crm.sync_runs');
call identity.follow_merges('crm.sync_runs');

create table crm.sync_steps (
  tenant_id uuid not null,
  run_id uuid not null,
  ordinal integer not null,
  resource text not null check (resource in (
    'employees', 'customers', 'jobs', 'estimates', 'leads', 'invoices', 'paid_invoices',
    'customer', 'customer_jobs', 'customer_search', 'job', 'line_items'
  )),
  external_id text check (external_id <> ''),
  customer_id uuid,
  state text not null default 'open' check (state in ('open', 'done', 'skipped')),
  -- The page to read next.
  page integer not null default 1 check (page >= 1),
  total_pages integer,
  total_items integer,
  since timestamptz,
  newest timestamptz,
  repeats smallint not null default 0,
  rounds smallint not null default 1,
  is_complete boolean,
  failures smallint not null default 0,
  error text check (length(error) <= 500),
  read_at timestamptz,
  primary key (tenant_id, run_id, ordinal),
  foreign key (tenant_id, run_id) references crm.sync_runs (tenant_id, id) on delete cascade,
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table crm.sync_steps is
  'What a run reads, in order: lists page by page, single records with their external_id. Gone when the run has ended.';
comment on column crm.sync_steps.since is 'A poll reads from the newest change down to this one.';
comment on column crm.sync_steps.repeats is 'How often it went back because records were taken out of what had been read.';
comment on column crm.sync_steps.rounds is 'How often the list was begun: again when fewer records were seen than the vendor counted.';
comment on column crm.sync_steps.is_complete is 'Of a list that was walked whole: whether as many records were seen as the vendor counted.';
create index sync_steps_open_idx on crm.sync_steps (tenant_id, run_id, ordinal) where state = 'open';
create index sync_steps_customer_idx on crm.sync_steps (tenant_id, customer_id);
call tenancy.build_wall('crm.sync_steps');
call identity.follow_merges('crm.sync_steps');

create table crm.sync_seen (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  run_id uuid not null,
  resource text not null,
  page integer not null,
  id_hashes bigint[] not null,
  primary key (tenant_id, run_id, resource, page)
);
comment on table crm.sync_seen is
  'Which records a whole walk has seen on which page, by hashes of their ids that nothing can be read out of: what is not among them may be gone. A page that was read again has those of each time. Deleted when the run has ended.';
call tenancy.build_wall('crm.sync_seen');

create table crm.sync_watermarks (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  company_id text not null,
  resource text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, company_id, resource)
);
comment on table crm.sync_watermarks is 'Up to which change polls have read each list of an account.';
call tenancy.build_wall('crm.sync_watermarks');

create table crm.connection_health (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  provider text not null check (provider in ('housecall', 'shopmonkey')),
  company_id text not null default '',
  state text not null check (state in ('closed', 'open', 'half_open', 'unauthorised')),
  failures integer not null default 0,
  retry_at timestamptz,
  last_error text check (length(last_error) <= 200),
  changed_at timestamptz not null default ops.now(),
  seen_at timestamptz not null default ops.now(),
  last_success_at timestamptz,
  primary key (tenant_id, provider, company_id)
);
comment on table crm.connection_health is
  'How a tenant''s account with a CRM answers: the circuit breaker as its processes saw it last, or that it turns the key away.';
call tenancy.build_wall('crm.connection_health');

create table crm.sync_figures (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  kind text not null,
  ended bigint not null default 0,
  seconds numeric not null default 0,
  -- How many took no longer than each bound of crm.sync_bounds.
  within bigint[] not null default '{}',
  failures bigint not null default 0,
  primary key (tenant_id, kind)
);
comment on table crm.sync_figures is
  'What readings of HousecallPro came to, for the metrics, which must not fall when old runs are pruned: how many ended, how long they took, how many requests failed.';
call tenancy.build_wall('crm.sync_figures');
