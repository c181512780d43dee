create table outreach.consent_events (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  channel ops.channel not null,
  address text not null,
  customer_id uuid,
  action text not null check (action in ('opt_out', 'opt_in', 'help')),
  source text not null check (source in ('keyword', 'free_text', 'opt_out_type', 'provider_error', 'staff', 'import')),
  evidence_message_id uuid,
  quote text,
  endpoint_id uuid,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete set null (customer_id),
  foreign key (tenant_id, evidence_message_id) references memory.messages (tenant_id, id) on delete set null (evidence_message_id),
  foreign key (tenant_id, endpoint_id) references tenancy.channel_endpoints (tenant_id, id) on delete set null (endpoint_id)
);
comment on table outreach.consent_events is 'The consent ledger, append only: who asked for what, when, with which words as evidence.';
create index consent_events_address_idx on outreach.consent_events (tenant_id, address, channel, created_at desc);
create index consent_events_customer_idx on outreach.consent_events (tenant_id, customer_id);
create index consent_events_message_idx on outreach.consent_events (tenant_id, evidence_message_id);
create index consent_events_endpoint_idx on outreach.consent_events (tenant_id, endpoint_id);
call tenancy.build_wall('outreach.consent_events');

create table outreach.suppressions (
  tenant_id uuid not null,
  channel ops.channel not null,
  address text not null,
  reason text not null check (reason in ('opt_out', 'provider_opt_out', 'invalid_address', 'complaint', 'staff')),
  consent_event_id uuid,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, address, channel),
  foreign key (tenant_id, consent_event_id) references outreach.consent_events (tenant_id, id) on delete set null (consent_event_id)
);
comment on table outreach.suppressions is 'Addresses nothing may be sent to now. The current state that the ledger amounts to; checked and locked when a send is claimed.';
create index suppressions_event_idx on outreach.suppressions (tenant_id, consent_event_id);
call tenancy.build_wall('outreach.suppressions');

create table outreach.message_template_defaults (
  event_type text not null,
  channel ops.channel not null,
  body_template text not null,
  primary key (event_type, channel)
);
comment on table outreach.message_template_defaults is 'Texts every tenant starts with; {{name}} is replaced by a variable.';
call tenancy.open_directory('outreach.message_template_defaults');

create table outreach.message_templates (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  event_type text not null,
  channel ops.channel not null,
  body_template text not null check (btrim(body_template) <> ''),
  is_active boolean not null default true,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, event_type, channel)
);
comment on table outreach.message_templates is 'A tenant''s own texts, laid over the defaults.';
call tenancy.build_wall('outreach.message_templates');
create trigger _100_touch_updated_at before update on outreach.message_templates
for each row execute function ops.tg_touch_updated_at();

create table outreach.deliveries (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  message_id uuid not null,
  purpose text not null check (purpose in ('reply', 'emergency_alert', 'verification', 'staff', 'campaign')),
  channel ops.channel not null,
  endpoint_id uuid,
  from_address text not null,
  to_address text not null,
  dedupe_key text not null,
  answers_message_id uuid,
  state text not null default 'queued' check (state in (
    'queued', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'canceled', 'held', 'undeliverable', 'needs_person'
  )),
  reason text,
  attempt smallint not null default 0,
  lease_expires_at timestamptz,
  not_before timestamptz not null default ops.now(),
  expires_at timestamptz,
  provider_message_id text,
  error_code text,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  unique (tenant_id, dedupe_key),
  unique (tenant_id, message_id),
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade,
  foreign key (tenant_id, answers_message_id) references memory.messages (tenant_id, id) on delete set null (answers_message_id),
  foreign key (tenant_id, endpoint_id) references tenancy.channel_endpoints (tenant_id, id) on delete set null (endpoint_id),
  check ((state = 'sending') = (lease_expires_at is not null))
);
comment on table outreach.deliveries is
  'The outbox: one row per message to be sent. queued → sending (attempt, lease, committed before the provider is called) → sent → delivered | failed; a time-out or expired lease is unknown, reconciled, after 15 minutes needs_person. canceled, held (demo) and undeliverable (no credentials) were never sent. The text is in memory.messages.';
create unique index deliveries_provider_key on outreach.deliveries (tenant_id, provider_message_id) where provider_message_id is not null;
create index deliveries_answers_idx on outreach.deliveries (tenant_id, answers_message_id);
create index deliveries_endpoint_idx on outreach.deliveries (tenant_id, endpoint_id);
create index deliveries_to_idx on outreach.deliveries (tenant_id, channel, to_address, created_at);
create index deliveries_open_idx on outreach.deliveries (tenant_id, state, updated_at) where state in ('queued', 'sending', 'unknown');
call tenancy.build_wall('outreach.deliveries');
create trigger _100_touch_updated_at before update on outreach.deliveries
for each row execute function ops.tg_touch_updated_at();

create table outreach.delivery_attempts (
  tenant_id uuid not null,
  delivery_id uuid not null,
  attempt smallint not null,
  started_at timestamptz not null default ops.now(),
  ended_at timestamptz,
  outcome text check (outcome in ('accepted', 'rejected', 'not_sent', 'unknown')),
  error_code text,
  provider_message_id text,
  looked_up_at timestamptz,
  primary key (tenant_id, delivery_id, attempt),
  foreign key (tenant_id, delivery_id) references outreach.deliveries (tenant_id, id) on delete cascade
);
comment on table outreach.delivery_attempts is 'Each call to the provider for a delivery; an open end means the answer is not known yet.';
comment on column outreach.delivery_attempts.looked_up_at is 'When the provider was last asked what became of an attempt whose outcome is unknown.';
call tenancy.build_wall('outreach.delivery_attempts');

create table outreach.provider_errors (
  provider text not null,
  code text not null,
  meaning text not null,
  action text not null check (action in ('fail', 'suppress', 'retry', 'configuration')),
  retry_after_seconds integer,
  primary key (provider, code),
  check ((action = 'retry') = (retry_after_seconds is not null))
);
comment on table outreach.provider_errors is
  'What a provider''s error code means for a delivery: fail, suppress the address, retry later, or a configuration fault that a person must mend.';
call tenancy.open_directory('outreach.provider_errors');

create table outreach.allowed_demo_recipients (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  address text not null,
  primary key (tenant_id, address)
);
comment on table outreach.allowed_demo_recipients is 'Who may be contacted while DEMO_MODE is on; everything else is kept as held.';
call tenancy.build_wall('outreach.allowed_demo_recipients');

create table outreach.consent_keywords (
  word text primary key check (word = lower(btrim(word)) and word <> ''),
  action text not null check (action in ('opt_out', 'opt_in', 'help'))
);
comment on table outreach.consent_keywords is 'One-word messages that carriers and Twilio treat as STOP, START or HELP. Not for tenants to change.';
call tenancy.open_directory('outreach.consent_keywords');

create table outreach.refusal_patterns (
  pattern text primary key,
  anchors text[] generated always as (ops.pattern_anchors(pattern)) stored,
  is_refusal boolean not null
);
comment on table outreach.refusal_patterns is
  'Regular expressions over a message (lower case, no accents, apostrophes or punctuation) that refuse further messages in free text; those with is_refusal false are ordinary sentences that look alike and win.';
call tenancy.open_directory('outreach.refusal_patterns');
