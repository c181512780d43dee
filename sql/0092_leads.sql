-- Leads, and how the history of another system is brought in: runs, and which rows they brought.

create table lead.leads (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  source text not null check (source ~ '^[a-z][a-z0-9_.-]*$' and length(source) <= 60),
  source_id text not null check (btrim(source_id) <> '' and length(source_id) <= 200),
  channel ops.channel not null,
  network text check (length(network) <= 60),
  external_id text check (length(external_id) <= 320),
  stage text check (length(stage) <= 100),
  state_metadata jsonb not null default '{}' check (jsonb_typeof(state_metadata) = 'object'),
  noted_at timestamptz,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  unique (tenant_id, source, source_id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table lead.leads is
  'Somebody who asked for something, on the way to an appointment. source and source_id are the other system''s name and its id of the lead; external_id is who they are on the channel there (a phone number, a page-scoped id).';
comment on column lead.leads.network is 'What the channel was called in the other system (messenger); channel is ours.';
comment on column lead.leads.state_metadata is 'What the other system noted about the lead, as it stood there; lead.read_metadata makes notes of it.';
comment on column lead.leads.noted_at is 'When notes were made of the state metadata as it stands; null: not yet.';
create index leads_customer_idx on lead.leads (tenant_id, customer_id, created_at);
call tenancy.build_wall('lead.leads');
call identity.follow_merges('lead.leads');
call ops.audit_rows('lead.leads', 'id', 'customer_id', 'noted_at');

create table lead.metadata_words (
  word text primary key check (word ~ '^[a-z0-9]+$'),
  kind text check (kind in ('note', 'preference', 'access', 'household', 'property', 'issue'))
);
comment on table lead.metadata_words is
  'Words in the names of a lead''s state metadata: the kind of note that the value becomes, or none where it is a machine''s own state. Texts under other names become plain notes.';
call tenancy.open_directory('lead.metadata_words');
insert into lead.metadata_words (word, kind)
select w.word, k.kind
from (values
  (null, 'id ids uuid psid token secret password hash key version step state status stage flow node retry retries attempt attempts count cursor session lock flag flags url uri link timestamp at sent seen last pending score model prompt locale'),
  ('preference', 'prefer prefers preferred preference preferences time times window day days date dates schedule availability available technician contact budget'),
  ('access', 'access gate code door lockbox parking entry entrance'),
  ('household', 'dog dogs cat cats pet pets child children kids baby household family spouse wife husband tenant tenants'),
  ('property', 'address zip city property house home building unit floor basement heater furnace equipment vehicle car make appliance system year'),
  ('issue', 'issue issues problem problems complaint symptom service services job request need needs')
) as k (kind, words)
cross join string_to_table(k.words, ' ') as w (word)
on conflict do nothing;

create table intake.backfill_runs (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  source text not null check (source ~ '^[a-z][a-z0-9_.-]*$' and length(source) <= 60),
  input_name text not null check (length(input_name) <= 300),
  fingerprint text check (length(fingerprint) <= 200),
  state text not null default 'running' check (state in ('running', 'done', 'rolling_back', 'rolled_back')),
  position bigint not null default 0 check (position >= 0),
  last_key text,
  imported integer not null default 0,
  repeated integer not null default 0,
  skipped integer not null default 0,
  bad integer not null default 0,
  conversations integer not null default 0,
  notes integer not null default 0,
  removed integer not null default 0,
  started_by text not null check (btrim(started_by) <> '' and length(started_by) <= 200),
  started_at timestamptz not null default ops.now(),
  ended_at timestamptz,
  rolled_back_by text check (length(rolled_back_by) <= 200),
  rolled_back_at timestamptz,
  primary key (tenant_id, id),
  check ((rolled_back_at is null) = (rolled_back_by is null)),
  check ((state in ('rolling_back', 'rolled_back')) = (rolled_back_at is not null))
);
comment on table intake.backfill_runs is
  'One bringing-in of another system''s history: its statistics, and how far it is. Every row of the input counts once: imported, repeated (brought before), skipped (no text, or its lead is unknown) or bad.';
comment on column intake.backfill_runs.fingerprint is
  'What tells the input from others (a hash of the file, the address of the table): the same input again goes on with a run that was not finished.';
comment on column intake.backfill_runs.position is 'The last line of a file that is done, written with the rows themselves.';
comment on column intake.backfill_runs.last_key is 'Of a table, read in the order of its key: the last that is done.';
create unique index backfill_runs_running_key on intake.backfill_runs (tenant_id, source, fingerprint) where state = 'running';
call tenancy.build_wall('intake.backfill_runs');
-- How it begins, ends and is rolled back is put down, not each batch.
call ops.audit_rows(
  'intake.backfill_runs', 'id', 'customer_id', 'position,last_key,imported,repeated,skipped,bad,conversations,notes,removed'
);

create table intake.backfilled_conversations (
  tenant_id uuid not null,
  conversation_id uuid not null,
  lead_id uuid not null,
  primary key (tenant_id, conversation_id),
  unique (tenant_id, lead_id),
  foreign key (tenant_id, conversation_id) references memory.conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, lead_id) references lead.leads (tenant_id, id) on delete cascade
);
comment on table intake.backfilled_conversations is 'The one conversation that holds what was said with a lead before.';
call tenancy.build_wall('intake.backfilled_conversations');
call ops.audit_runs('intake.backfilled_conversations');

create table intake.backfilled_messages (
  tenant_id uuid not null,
  source text not null,
  audit_id text not null check (btrim(audit_id) <> '' and length(audit_id) <= 200),
  message_id uuid not null,
  run_id uuid not null,
  action text,
  actor text not null,
  primary key (tenant_id, source, audit_id),
  unique (tenant_id, message_id),
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade,
  foreign key (tenant_id, run_id) references intake.backfill_runs (tenant_id, id) on delete cascade
);
comment on table intake.backfilled_messages is
  'Which message a row of another system''s audit log became, by its id there: what makes a backfill repeatable and lets a run be rolled back.';
create index backfilled_messages_run_idx on intake.backfilled_messages (tenant_id, run_id);
call tenancy.build_wall('intake.backfilled_messages');
call ops.audit_runs('intake.backfilled_messages');

create table intake.backfilled_notes (
  tenant_id uuid not null,
  note_id uuid not null,
  lead_id uuid not null,
  run_id uuid not null,
  name text not null,
  primary key (tenant_id, note_id),
  foreign key (tenant_id, note_id) references memory.memory_notes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, lead_id) references lead.leads (tenant_id, id) on delete cascade,
  foreign key (tenant_id, run_id) references intake.backfill_runs (tenant_id, id) on delete cascade
);
comment on table intake.backfilled_notes is 'Which entry of a lead''s state metadata a note came of, and with which run.';
create index backfilled_notes_lead_idx on intake.backfilled_notes (tenant_id, lead_id, name);
create index backfilled_notes_run_idx on intake.backfilled_notes (tenant_id, run_id);
call tenancy.build_wall('intake.backfilled_notes');
call ops.audit_runs('intake.backfilled_notes');

create type intake.audit_row as (
  line bigint, key text, audit_id text, lead_id uuid, action text, actor text, role text, at timestamptz, body text,
  outcome text, reason text, message_id uuid
);
comment on type intake.audit_row is 'A row of another system''s audit log as it is understood, and what becomes of it.';
