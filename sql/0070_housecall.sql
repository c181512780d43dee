-- HousecallPro: whose company is whose, its records as they were last read, what our model has no other place for.

create table tenancy.crm_companies (
  provider text not null check (provider in ('housecall', 'shopmonkey')),
  company_id text not null,
  tenant_id uuid not null,
  connection_id uuid not null,
  primary key (provider, company_id, tenant_id),
  foreign key (tenant_id, connection_id) references tenancy.crm_connections (tenant_id, id) on delete cascade
);
comment on table tenancy.crm_companies is
  'Which tenant an outside company belongs to; kept by a trigger of tenancy.crm_connections. A directory: read before the tenant is known. Where two tenants claim a company, the secret that signs its events decides.';
create index crm_companies_connection_idx on tenancy.crm_companies (tenant_id, connection_id);
call tenancy.open_directory('tenancy.crm_companies');

create table crm.housecall_customers (
  tenant_id uuid not null,
  housecall_pro_id text not null check (btrim(housecall_pro_id) <> ''),
  customer_id uuid not null,
  updated_at timestamptz,
  seen_at timestamptz,
  deleted_at timestamptz,
  brought text[] not null default '{}',
  notes text,
  primary key (tenant_id, housecall_pro_id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table crm.housecall_customers is 'Each customer record of HousecallPro as it was last read, and whose it is; several may be one customer''s after a merge.';
comment on column crm.housecall_customers.updated_at is
  'The version read: its own updated_at, then (seen_at) when it was said. Nothing older is applied. Null: only known from a job.';
comment on column crm.housecall_customers.deleted_at is 'HousecallPro deleted the record; ours stays.';
comment on column crm.housecall_customers.brought is
  'The telephone numbers and e-mail addresses that this record has: one that it has no more is taken from the customer again, unless it was verified.';
create index housecall_customers_customer_idx on crm.housecall_customers (tenant_id, customer_id);
call tenancy.build_wall('crm.housecall_customers');
call identity.follow_merges('crm.housecall_customers');
call ops.audit_runs('crm.housecall_customers', 'updated_at,seen_at');

create table crm.housecall_deletions (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  kind text not null check (kind in ('customer', 'job', 'estimate', 'lead')),
  external_id text not null,
  deleted_at timestamptz not null,
  primary key (tenant_id, kind, external_id)
);
comment on table crm.housecall_deletions is
  'Records that HousecallPro deleted before we had read them: an event that comes late does not bring them to life.';
call tenancy.build_wall('crm.housecall_deletions');
call ops.audit_runs('crm.housecall_deletions');

create table crm.employees (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  housecall_pro_id text not null check (btrim(housecall_pro_id) <> ''),
  name text not null check (btrim(name) <> ''),
  role text,
  seen_at timestamptz not null,
  primary key (tenant_id, housecall_pro_id)
);
comment on table crm.employees is 'The people of a business as HousecallPro knows them: the names of technicians.';
call tenancy.build_wall('crm.employees');

create table crm.appointments (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  housecall_pro_id text not null check (btrim(housecall_pro_id) <> ''),
  housecall_pro_job_id text,
  job_id uuid,
  starts_at timestamptz,
  ends_at timestamptz,
  arrival_window_minutes smallint check (arrival_window_minutes >= 0),
  technician_id text,
  is_discarded boolean not null default false,
  seen_at timestamptz not null,
  primary key (tenant_id, housecall_pro_id),
  foreign key (tenant_id, job_id) references context.customer_job_history (tenant_id, id) on delete cascade,
  check (ends_at is null or ends_at >= starts_at)
);
comment on table crm.appointments is
  'Visits of jobs; what events told of them later than the job''s own record is shown on the job (crm.apply_appointments). An event does not say whose visit it is: the ids of the job are null until a job that lists it was read.';
create index appointments_external_job_idx on crm.appointments (tenant_id, housecall_pro_job_id);
create index appointments_job_idx on crm.appointments (tenant_id, job_id);
call tenancy.build_wall('crm.appointments');
call ops.audit_runs('crm.appointments', 'seen_at');

create table crm.invoices (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  housecall_pro_id text not null check (btrim(housecall_pro_id) <> ''),
  housecall_pro_job_id text,
  job_id uuid,
  invoice_number text,
  status text not null,
  amount ops.money,
  due_amount ops.money,
  due_at timestamptz,
  paid_at timestamptz,
  seen_at timestamptz not null,
  primary key (tenant_id, housecall_pro_id),
  foreign key (tenant_id, job_id) references context.customer_job_history (tenant_id, id) on delete cascade
);
comment on table crm.invoices is
  'Invoices of HousecallPro. What is newer than a job''s own record is its outstanding balance (crm.apply_invoices). job_id is null until the job is known.';
create index invoices_external_job_idx on crm.invoices (tenant_id, housecall_pro_job_id);
create index invoices_job_idx on crm.invoices (tenant_id, job_id);
call tenancy.build_wall('crm.invoices');
call ops.audit_runs('crm.invoices', 'seen_at');

create table crm.estimates (
  tenant_id uuid not null,
  housecall_pro_id text not null check (btrim(housecall_pro_id) <> ''),
  customer_id uuid not null,
  estimate_number text,
  status text,
  options jsonb not null default '[]' check (jsonb_typeof(options) = 'array'),
  scheduled_start timestamptz,
  scheduled_end timestamptz,
  deleted_at timestamptz,
  updated_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (tenant_id, housecall_pro_id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table crm.estimates is
  'Estimates of HousecallPro: options are [{id, name, number, status, approvalStatus, amount in US dollars}]; approval is an option''s. updated_at, then seen_at, is the version that stands here.';
create index estimates_customer_idx on crm.estimates (tenant_id, customer_id);
call tenancy.build_wall('crm.estimates');
call identity.follow_merges('crm.estimates');
call ops.audit_rows('crm.estimates', 'housecall_pro_id', 'customer_id', 'seen_at');

create table crm.leads (
  tenant_id uuid not null,
  housecall_pro_id text not null check (btrim(housecall_pro_id) <> ''),
  customer_id uuid not null,
  lead_number text,
  status text,
  pipeline_status text,
  lead_source text,
  total_amount ops.money,
  conversions jsonb not null default '[]' check (jsonb_typeof(conversions) = 'array'),
  lost_at timestamptz,
  deleted_at timestamptz,
  updated_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (tenant_id, housecall_pro_id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table crm.leads is
  'Leads of HousecallPro; conversions are [{id, type}] of the job or estimate that came of one. updated_at, then seen_at, is the version that stands here.';
create index leads_customer_idx on crm.leads (tenant_id, customer_id);
call tenancy.build_wall('crm.leads');
call identity.follow_merges('crm.leads');
call ops.audit_rows('crm.leads', 'housecall_pro_id', 'customer_id', 'seen_at');

create table crm.service_words (
  phrase text primary key check (phrase = ops.normalize_name(phrase) and phrase <> ''),
  service_type text not null check (btrim(service_type) <> '')
);
comment on table crm.service_words is
  'What a job is about by the words of its description (ops.normalize_name), for jobs without a type and line items; the longest phrase that stands in it decides.';
call tenancy.open_directory('crm.service_words');
insert into crm.service_words (phrase, service_type) values
  ('clogged drain', 'Drain cleaning'), ('clogged', 'Drain cleaning'), ('clog', 'Drain cleaning'), ('drain cleaning', 'Drain cleaning'),
  ('slow drain', 'Drain cleaning'), ('drain is slow', 'Drain cleaning'), ('drain backed up', 'Drain cleaning'),
  ('snake', 'Drain cleaning'), ('backed up', 'Drain cleaning'), ('backing up', 'Drain cleaning'),
  ('sewer', 'Sewer service'), ('sewer line', 'Sewer service'), ('main line', 'Sewer service'), ('sewer backup', 'Sewer service'),
  ('sewer camera', 'Sewer camera inspection'), ('camera inspection', 'Sewer camera inspection'),
  ('hydro jetting', 'Hydro jetting'), ('hydrojetting', 'Hydro jetting'), ('jetting', 'Hydro jetting'),
  ('water heater', 'Water heater service'), ('hot water heater', 'Water heater service'), ('no hot water', 'Water heater service'),
  ('water heater flush', 'Water heater flush'), ('flush water heater', 'Water heater flush'),
  ('water heater install', 'Water heater installation'), ('water heater installation', 'Water heater installation'),
  ('install water heater', 'Water heater installation'), ('new water heater', 'Water heater installation'),
  ('replace water heater', 'Water heater installation'), ('water heater replacement', 'Water heater installation'),
  ('tankless', 'Water heater service'), ('anode rod', 'Water heater service'), ('pilot light', 'Water heater service'),
  ('faucet', 'Faucet repair'), ('tap', 'Faucet repair'), ('shower', 'Shower repair'), ('shower valve', 'Shower repair'),
  ('toilet', 'Toilet repair'), ('running toilet', 'Toilet repair'), ('toilet install', 'Toilet installation'),
  ('toilet installation', 'Toilet installation'), ('new toilet', 'Toilet installation'), ('replace toilet', 'Toilet installation'),
  ('garbage disposal', 'Garbage disposal service'), ('disposal', 'Garbage disposal service'),
  ('sump pump', 'Sump pump service'), ('sump', 'Sump pump service'), ('ejector pump', 'Sump pump service'),
  ('well pump', 'Well pump service'), ('water softener', 'Water treatment'), ('water filter', 'Water treatment'),
  ('filtration', 'Water treatment'), ('leak', 'Leak repair'), ('leaking', 'Leak repair'), ('leaks', 'Leak repair'),
  ('burst pipe', 'Burst pipe repair'), ('frozen pipe', 'Frozen pipe repair'), ('frozen pipes', 'Frozen pipe repair'),
  ('repipe', 'Repiping'), ('repiping', 'Repiping'), ('gas leak', 'Gas line service'), ('gas line', 'Gas line service'),
  ('smell gas', 'Gas line service'), ('backflow', 'Backflow testing'), ('low water pressure', 'Water pressure service'),
  ('water pressure', 'Water pressure service'), ('shut off valve', 'Valve replacement'), ('shutoff valve', 'Valve replacement'),
  ('hose bib', 'Valve replacement'), ('spigot', 'Valve replacement'), ('dishwasher', 'Appliance hook-up'),
  ('washing machine', 'Appliance hook-up'), ('water line', 'Water line service'),
  ('tune up', 'HVAC tune-up'), ('tuneup', 'HVAC tune-up'), ('furnace tune up', 'HVAC tune-up'), ('ac tune up', 'HVAC tune-up'),
  ('seasonal maintenance', 'HVAC tune-up'), ('furnace', 'Furnace service'), ('no heat', 'Heating repair'), ('heating', 'Heating repair'),
  ('boiler', 'Boiler service'), ('heat pump', 'Heat pump service'), ('air conditioner', 'Air conditioning service'),
  ('air conditioning', 'Air conditioning service'), ('ac not cooling', 'Air conditioning service'),
  ('not cooling', 'Air conditioning service'), ('no cooling', 'Air conditioning service'), ('ac', 'Air conditioning service'),
  ('mini split', 'Air conditioning service'), ('thermostat', 'Thermostat service'), ('duct', 'Duct service'),
  ('duct cleaning', 'Duct service'), ('oil change', 'Oil change'), ('brakes', 'Brake service'), ('brake', 'Brake service'),
  ('tire rotation', 'Tire rotation'), ('generator', 'Generator service'), ('inspection', 'Inspection'), ('estimate', 'Estimate');

create type crm.customer_row as (
  place integer,
  reason text,
  warnings text[],
  id text,
  is_embedded boolean,
  updated_at timestamptz,
  seen_at timestamptz,
  deleted_at timestamptz,
  profile jsonb,
  customer_since date,
  notes text,
  phones text[],
  emails text[],
  addresses jsonb,
  customer_id uuid,
  outcome text
);
comment on type crm.customer_row is
  'A customer of HousecallPro, read and checked (crm.read_customers). reason: why it cannot be taken, null when it can. profile: what was said of our fields, camelCase. is_embedded: only known from a job or the like, so that it makes a customer but changes none. Whose it is comes later (crm.target_customers): outcome created (a customer to be made), linked (ours, without a record until now), known, older (known, and the record says nothing newer).';

create type crm.event_subject as (
  name text,
  kind text,
  id text,
  occurred_at timestamptz
);
comment on type crm.event_subject is
  'What an event of HousecallPro is about (crm.read_event): its name, the kind and id of the record in it (null when there is none that we know), when it happened.';

create type crm.record_owner as (
  housecall_pro_id text,
  customer_id uuid
);
comment on type crm.record_owner is 'Whose a customer''s record of HousecallPro is (crm.find_customers).';

create type crm.profile_change as (
  customer_id uuid,
  id text,
  changes jsonb,
  foreign_fields text[]
);
comment on type crm.profile_change is
  'What a customer record of HousecallPro (id) changes in a profile: fields camelCase as identity.apply_changes takes them; foreign_fields: those whose source has to be noted, because they were not the CRM''s own.';

create type crm.address_list as (
  place integer,
  customer_id uuid,
  addresses jsonb,
  may_update boolean
);
comment on type crm.address_list is
  'Addresses as HousecallPro sends them with a record (place: its own), for a customer; may_update: whether what is there already takes over what they say.';

create type crm.address_row as (
  place integer,
  customer_id uuid,
  housecall_pro_id text,
  type text,
  street text,
  street_line_2 text,
  city text,
  state text,
  zip text,
  country text,
  latitude double precision,
  longitude double precision,
  match_key text,
  may_update boolean,
  address_id uuid
);
comment on type crm.address_row is
  'An address of HousecallPro, read (crm.read_addresses). match_key: street and zip as they are compared where the id is not known; address_id: ours, once it is known (crm.match_addresses).';

create type crm.item_list as (
  job text,
  items jsonb,
  seen_at timestamptz
);
comment on type crm.item_list is 'The line items of a job (HousecallPro''s id) as it sends them, and when they were read.';

create type crm.item_row as (
  job text,
  "position" smallint,
  name text,
  description text,
  kind text,
  quantity numeric,
  unit_price numeric
);
comment on type crm.item_row is 'A line item of a job (HousecallPro''s id), read (crm.read_line_items): US dollars, our kinds.';

create type crm.job_row as (
  place integer,
  reason text,
  id text,
  customer jsonb,
  customer_external_id text,
  address jsonb,
  company_id text,
  invoice_number text,
  job_type text,
  description text,
  notes text,
  scheduled_start timestamptz,
  scheduled_end timestamptz,
  arrival_window_minutes smallint,
  completed_at timestamptz,
  work_status text,
  canceled_at timestamptz,
  deleted_at timestamptz,
  total_amount numeric,
  subtotal numeric,
  outstanding_balance numeric,
  technician_id text,
  technician_name text,
  tags text[],
  lead_source text,
  items jsonb,
  appointments jsonb,
  updated_at timestamptz,
  seen_at timestamptz
);
comment on type crm.job_row is
  'A job of HousecallPro, read and checked (crm.read_jobs), amounts in US dollars. reason: why it cannot be taken, null when it can. items and appointments as sent, null when none were said.';
