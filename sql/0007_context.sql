create table context.customer_context (
  tenant_id uuid not null,
  customer_id uuid not null,
  housecall_pro_id text,
  preferred_technician_id text,
  preferred_technician_name text,
  communication_preference text not null default 'any' check (communication_preference in ('sms', 'call', 'email', 'any')),
  preferred_time_window text check (preferred_time_window in ('morning', 'afternoon', 'evening')),
  membership_status text not null default 'none' check (membership_status in ('none', 'family_discount', 'vip')),
  membership_expires_at timestamptz,
  lifetime_value ops.money not null default 0,
  total_jobs integer not null default 0 check (total_jobs >= 0),
  tags text[] not null default '{}',
  lead_source text,
  last_hcp_sync_at timestamptz,
  hcp_sync_error text,
  version integer not null default 1,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, customer_id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
)
-- Totals change with every job and stand in no index: with room in its page a row stays there and indexes are let be.
with (fillfactor = 80);
comment on table context.customer_context is
  'A customer''s profile beyond who they are. One row a customer, made with the customer. Names and addresses to reach them are in schema identity.';
comment on column context.customer_context.lifetime_value is
  'What the completed jobs came to; kept with total_jobs by a trigger of context.customer_job_history.';
create unique index customer_context_housecall_pro_key on context.customer_context (tenant_id, housecall_pro_id)
where housecall_pro_id is not null;
call tenancy.build_wall('context.customer_context');
create trigger _100_touch_updated_at before update on context.customer_context
for each row execute function ops.tg_touch_updated_at();
-- What is derived or says how a sync fares is nobody's edit.
create trigger _300_count_version before update of
  housecall_pro_id, preferred_technician_id, preferred_technician_name, communication_preference, preferred_time_window,
  membership_status, membership_expires_at, tags, lead_source
on context.customer_context
for each row execute function ops.tg_count_version();

create table context.customer_addresses (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  housecall_pro_address_id text,
  type text not null default 'service' check (type in ('service', 'billing')),
  street text,
  street_line_2 text,
  city text,
  state text,
  zip text,
  country text not null default 'US',
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  property_type text check (property_type in ('residential', 'commercial', 'multi-family')),
  year_built smallint check (year_built between 1600 and 2200),
  plumbing_installed_on date,
  known_issues text[] not null default '{}',
  derived_issues text[] not null default '{}',
  job_count integer not null default 0 check (job_count >= 0),
  last_service_date date,
  last_service_type text,
  last_inspection_date date,
  version integer not null default 1,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
)
with (fillfactor = 80);
comment on table context.customer_addresses is 'Where a customer is served. What stands there is in context.equipment; its view shows the water_heater columns.';
comment on column context.customer_addresses.job_count is
  'Completed jobs here; kept with last_service_date (the shop''s day) and last_service_type by a trigger of context.customer_job_history.';
comment on column context.customer_addresses.derived_issues is
  'Which issues came from jobs (context.findings). Those that a person has struck off known_issues are here still, and do not come back.';
create unique index customer_addresses_housecall_pro_key on context.customer_addresses (tenant_id, housecall_pro_address_id)
where housecall_pro_address_id is not null;
-- This one, the jobs' and the equipment's are in the order in which a customer's context shows the rows: a sort costs as much as the scan.
create index customer_addresses_customer_idx on context.customer_addresses (tenant_id, customer_id, type desc, created_at, id);
call tenancy.build_wall('context.customer_addresses');
create trigger _100_touch_updated_at before update on context.customer_addresses
for each row execute function ops.tg_touch_updated_at();
create trigger _300_count_version before update of
  customer_id, housecall_pro_address_id, type, street, street_line_2, city, state, zip, country, latitude, longitude, property_type,
  year_built, plumbing_installed_on, known_issues, last_inspection_date
on context.customer_addresses
for each row execute function ops.tg_count_version();

create table context.customer_job_history (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  address_id uuid,
  location_id uuid,
  housecall_pro_job_id text,
  housecall_pro_address_id text,
  invoice_number text,
  job_type text,
  service_type text,
  description text,
  notes text,
  scheduled_start timestamptz,
  scheduled_end timestamptz,
  arrival_window_minutes smallint check (arrival_window_minutes >= 0),
  completed_at timestamptz,
  work_status text not null default 'needs_scheduling'
  check (work_status in ('needs_scheduling', 'scheduled', 'in_progress', 'completed', 'canceled')),
  canceled_at timestamptz,
  deleted_at timestamptz,
  total_amount ops.money check (total_amount >= 0),
  subtotal ops.money,
  outstanding_balance ops.money,
  technician_id text,
  technician_name text,
  customer_rating smallint check (customer_rating between 1 and 5),
  tags text[] not null default '{}',
  lead_source text,
  crm_updated_at timestamptz,
  crm_seen_at timestamptz,
  items_seen_at timestamptz,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, address_id) references context.customer_addresses (tenant_id, id) on delete set null (address_id),
  foreign key (tenant_id, location_id) references tenancy.locations (tenant_id, id) on delete set null (location_id),
  check (work_status <> 'completed' or completed_at is not null),
  -- So that whoever reads the status need not know of deletions.
  constraint customer_job_history_deleted_canceled check (deleted_at is null or work_status = 'canceled'),
  check (scheduled_end is null or scheduled_end >= scheduled_start)
);
comment on table context.customer_job_history is
  'Jobs done and planned, ours or the CRM''s. description is what the customer reported, notes what the technician found. An upcoming appointment is a scheduled row in the future.';
comment on column context.customer_job_history.job_type is 'What the CRM calls this kind of job.';
comment on column context.customer_job_history.service_type is 'For a job of the CRM: its job type, else its first line item, else what its description is about.';
comment on column context.customer_job_history.deleted_at is 'The CRM deleted the job; it counts as canceled.';
comment on column context.customer_job_history.crm_updated_at is
  'The version of the CRM''s record that stands here: its own updated_at, then (crm_seen_at) when it was said. Nothing older is written over it.';
comment on column context.customer_job_history.items_seen_at is 'When the CRM''s line items that stand in job_items were read; null while they were not.';
create unique index customer_job_history_housecall_pro_key on context.customer_job_history (tenant_id, housecall_pro_job_id)
where housecall_pro_job_id is not null;
create index customer_job_history_customer_idx on context.customer_job_history (tenant_id, customer_id, completed_at desc nulls last, id);
create index customer_job_history_address_idx on context.customer_job_history (tenant_id, address_id, completed_at desc nulls last, id);
create index customer_job_history_location_idx on context.customer_job_history (tenant_id, location_id) where location_id is not null;
-- What was done so many days, months or years ago.
create index customer_job_history_completed_idx on context.customer_job_history (tenant_id, completed_at) where work_status = 'completed';
create index customer_job_history_upcoming_idx on context.customer_job_history (tenant_id, customer_id, scheduled_start, id)
where work_status = 'scheduled';
call tenancy.build_wall('context.customer_job_history');
create trigger _100_touch_updated_at before update on context.customer_job_history
for each row execute function ops.tg_touch_updated_at();

create table context.job_items (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  job_id uuid not null,
  position smallint not null default 0,
  name text not null,
  description text,
  kind text check (kind in ('labor', 'material', 'discount', 'fee', 'other')),
  quantity numeric(10, 2) not null default 1,
  unit_price ops.money,
  primary key (tenant_id, id),
  foreign key (tenant_id, job_id) references context.customer_job_history (tenant_id, id) on delete cascade
);
comment on table context.job_items is 'Line items of a job: parts and labor.';
create index job_items_job_idx on context.job_items (tenant_id, job_id);
-- By it the few names of items that mean something are found among very many items.
create index job_items_name_idx on context.job_items (tenant_id, name, job_id);
call tenancy.build_wall('context.job_items');

create table context.equipment (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  address_id uuid,
  kind text not null check (kind in (
    'water_heater', 'furnace', 'boiler', 'air_conditioner', 'heat_pump', 'thermostat', 'sump_pump', 'water_softener', 'garbage_disposal',
    'toilet', 'faucet', 'generator', 'vehicle', 'other'
  )),
  make text,
  model text,
  type text,
  serial_number text,
  installed_on date,
  installed_on_precision text check (installed_on_precision in ('day', 'month', 'year', 'estimate')),
  warranty_end_date date,
  machine_hours numeric(10, 1) check (machine_hours >= 0),
  sold_on date,
  removed_on date,
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  source text not null default 'staff' check (source in ('staff', 'crm', 'job', 'message', 'import', 'demo')),
  confidence ops.confidence not null default 1,
  derived_fields text[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, address_id) references context.customer_addresses (tenant_id, id) on delete set null (address_id),
  check ((installed_on is null) = (installed_on_precision is null))
);
comment on table context.equipment is
  'What a customer owns: the one truth about equipment and vehicles. Age is derived from installed_on and its precision, never stored.';
comment on column context.equipment.derived_fields is
  'The columns whose value follows what jobs tell (context.findings); the rest is what the source said, and stays. Of source job all are.';
create index equipment_customer_idx on context.equipment (tenant_id, customer_id, installed_on desc nulls last, id);
create index equipment_address_idx on context.equipment (tenant_id, address_id, installed_on desc nulls last, id);
call tenancy.build_wall('context.equipment');
create trigger _100_touch_updated_at before update on context.equipment
for each row execute function ops.tg_touch_updated_at();
create trigger _300_count_version before update on context.equipment
for each row execute function ops.tg_count_version();

create table context.equipment_lifespans (
  kind text not null,
  type text not null default '',
  replace_after_years smallint not null,
  lasts_from_years smallint not null,
  lasts_to_years smallint not null,
  primary key (kind, type),
  check (lasts_from_years <= lasts_to_years)
);
comment on table context.equipment_lifespans is
  'After how many years a replacement is recommended, and how long such a unit usually lasts, by kind and type; an empty type is the default of the kind.';
call tenancy.open_directory('context.equipment_lifespans');
-- The requirements recommend replacement of a tank water heater over 10 years, which lasts 10 to 15; the rest are the trade's
-- usual planning figures.
insert into context.equipment_lifespans (kind, type, replace_after_years, lasts_from_years, lasts_to_years) values
  ('water_heater', '', 10, 10, 15), ('water_heater', 'tankless', 20, 15, 25), ('furnace', '', 20, 15, 20), ('boiler', '', 20, 15, 25),
  ('air_conditioner', '', 15, 10, 15), ('heat_pump', '', 15, 10, 15), ('sump_pump', '', 10, 7, 10), ('water_softener', '', 15, 10, 15),
  ('garbage_disposal', '', 12, 8, 12);

create table insight.customer_insights (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  insight_type text not null check (insight_type in (
    'equipment_replacement', 'maintenance_due', 'upsell_membership', 'churn_risk', 'review_request', 'unpaid_balance',
    'warranty_expiring', 'other'
  )),
  rule text,
  subject text check (length(subject) <= 120),
  cause text check (length(cause) <= 200),
  wording smallint,
  priority text not null default 'medium' check (priority in ('low', 'medium', 'high', 'urgent')),
  title text not null check (btrim(title) <> ''),
  description text not null,
  suggested_action text,
  insight_data jsonb not null default '{}',
  confidence ops.confidence,
  status text not null default 'active' check (status in ('active', 'actioned', 'dismissed', 'expired')),
  actioned_at timestamptz,
  actioned_by text,
  dismissed_reason text,
  expired_reason text check (expired_reason in ('cause gone', 'rule off', 'too old')),
  expires_at timestamptz,
  generated_at timestamptz not null default ops.now(),
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  check (rule is null or (subject is not null and cause is not null)),
  check (expired_reason is null or status = 'expired')
);
comment on table insight.customer_insights is
  'Recommendations about a customer, with their status. Shown when CUSTOMER_CONTEXT_INSIGHTS is on. What a rule found is one row for each subject, which is opened again when the facts change (insight.evaluate); what people or others wrote has no rule.';
comment on column insight.customer_insights.subject is
  'What it is about: customer, equipment:<id>, job:<id> or address:<id>, with the rule after a slash where several rules watch the same. Null: about nothing in particular, so that there may be several.';
comment on column insight.customer_insights.cause is
  'The facts that make it a new recommendation when they change: the date of the last service, the age in years, the last job.';
comment on column insight.customer_insights.wording is 'insight.wording_version when title, description and suggested_action were written.';
comment on column insight.customer_insights.generated_at is 'When it was made or last opened again.';
-- One of a type and subject: the row of an earlier one is opened again.
create unique index customer_insights_subject_key on insight.customer_insights (tenant_id, customer_id, insight_type, subject);
create index customer_insights_expiry_idx on insight.customer_insights (tenant_id, expires_at) where status = 'active';
create index customer_insights_dismissed_idx on insight.customer_insights (tenant_id, actioned_at) where status = 'dismissed';
call tenancy.build_wall('insight.customer_insights');
