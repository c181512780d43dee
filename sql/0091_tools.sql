-- What agents did with tools, what happened on jobs, and which memories helped.

create table ai.tool_calls (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  caller text not null check (length(caller) between 1 and 200),
  idempotency_key text not null check (length(idempotency_key) between 1 and 200),
  tool text not null check (tool ~ '^[a-z][a-z_]{1,60}$'),
  input_hash bytea not null check (length(input_hash) = 32),
  customer_id uuid,
  result jsonb,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  unique (tenant_id, caller, idempotency_key),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table ai.tool_calls is
  'Writes that came with an idempotency key, one row a key and caller: the same call again gets the first answer, another one is refused. Kept as long as events are (api.prune).';
comment on column ai.tool_calls.caller is 'Whom the audit log puts it down to: keys of one caller are nothing to another.';
comment on column ai.tool_calls.input_hash is 'The SHA-256 of what was asked for; that itself is not kept.';
comment on column ai.tool_calls.result is 'What was answered: ids and states. Null only while the call is under way.';
create index tool_calls_customer_idx on ai.tool_calls (tenant_id, customer_id);
create index tool_calls_age_idx on ai.tool_calls (created_at);
call tenancy.build_wall('ai.tool_calls');
call identity.follow_merges('ai.tool_calls');
call ops.audit_runs('ai.tool_calls', 'result,customer_id');

create table context.job_events (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  job_id uuid not null,
  kind text not null check (kind in ('note', 'scheduled', 'on_my_way', 'started', 'completed', 'canceled')),
  at timestamptz not null,
  note text check (note ~ '\S' and length(note) <= 4000),
  recorded_by text not null,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, job_id) references context.customer_job_history (tenant_id, id) on delete cascade,
  check (kind <> 'note' or note is not null)
);
comment on table context.job_events is
  'What was reported of a job, by agents and staff. The status of a job of ours follows it; that of a CRM''s job is the CRM''s.';
create index job_events_job_idx on context.job_events (tenant_id, job_id, at, id);
call tenancy.build_wall('context.job_events');
call ops.audit_runs('context.job_events');

create table memory.recalls (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  conversation_id uuid,
  answers_message_id uuid,
  asked_by text not null,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, conversation_id) references memory.conversations (tenant_id, id) on delete set null (conversation_id),
  foreign key (tenant_id, answers_message_id) references memory.messages (tenant_id, id) on delete set null (answers_message_id)
);
comment on table memory.recalls is
  'An agent asked what is remembered of a customer. What was asked is not kept.';
comment on column memory.recalls.answers_message_id is 'In a reply: the message it answers, by which the reply is found (outreach.deliveries).';
create index recalls_customer_idx on memory.recalls (tenant_id, customer_id);
create index recalls_conversation_idx on memory.recalls (tenant_id, conversation_id);
create index recalls_message_idx on memory.recalls (tenant_id, answers_message_id);
create index recalls_age_idx on memory.recalls (created_at);
call tenancy.build_wall('memory.recalls');
call identity.follow_merges('memory.recalls');
call ops.audit_runs('memory.recalls');

create table memory.recall_candidates (
  tenant_id uuid not null,
  recall_id uuid not null,
  position smallint not null check (position >= 1),
  message_id uuid,
  note_id uuid,
  helped_at timestamptz,
  primary key (tenant_id, recall_id, position),
  foreign key (tenant_id, recall_id) references memory.recalls (tenant_id, id) on delete cascade,
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade,
  foreign key (tenant_id, note_id) references memory.memory_notes (tenant_id, id) on delete cascade,
  check (num_nonnulls(message_id, note_id) = 1)
);
comment on table memory.recall_candidates is
  'What a recall offered, best first, and whether it helped; what helped before comes a little earlier the next time (memory.find_candidates).';
create index recall_candidates_message_idx on memory.recall_candidates (tenant_id, message_id);
create index recall_candidates_note_idx on memory.recall_candidates (tenant_id, note_id);
call tenancy.build_wall('memory.recall_candidates');
call ops.audit_runs('memory.recall_candidates');
