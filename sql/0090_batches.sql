-- What is handed to OpenAI's Batch API at half price, and what becomes of each request in it.

create table ai.batch_types (
  job_type text primary key check (job_type in ('embeddings', 'insights', 'memory_compression', 'profile_enrichment')),
  endpoint text not null check (endpoint in ('/v1/embeddings', '/v1/responses')),
  prefix text not null unique check (prefix ~ '^[a-z]{3,12}$'),
  flag text not null references tenancy.feature_flag_defaults (name) on delete restrict,
  model text not null,
  max_output_tokens integer check (max_output_tokens between 16 and 32768),
  most_requests integer not null check (most_requests between 1 and 50000),
  subject text not null check (subject in ('message', 'conversation', 'customer')),
  list_function text,
  build_function text,
  save_function text,
  check (num_nulls(list_function, build_function, save_function, max_output_tokens) in (0, 4)),
  check ((endpoint = '/v1/embeddings') = (list_function is null))
);
comment on table ai.batch_types is
  'The kinds of batches: a row is all that a kind of structured output needs. list_function(p_tenant_id uuid, p_limit integer) returns the subjects that are due (setof uuid), build_function(p_tenant_id uuid, subject uuid) {instructions, input, schema}, save_function(p_tenant_id uuid, subject uuid, p_output jsonb, p_written_by text) what became of it: saved, stale, gone or invalid. A kind whose functions are not there is off. most_requests: how many a batch takes at most; OpenAI takes 50,000. flag: without it nothing is composed by night.';
create index batch_types_flag_idx on ai.batch_types (flag);
call tenancy.open_directory('ai.batch_types');

insert into ai.batch_types (
  job_type, endpoint, prefix, flag, model, max_output_tokens, most_requests, subject, list_function, build_function, save_function
) values
  ('embeddings', '/v1/embeddings', 'emb', 'CUSTOMER_CONTEXT_EMBEDDINGS', 'text-embedding-3-small', null, 50000, 'message', null, null, null),
  ('insights', '/v1/responses', 'insight', 'CUSTOMER_CONTEXT_INSIGHTS', 'gpt-6-luna', 2048, 500, 'customer',
    'insight.list_due_proposals', 'insight.build_proposal_request', 'insight.save_proposals'),
  ('memory_compression', '/v1/responses', 'compress', 'CONTEXT_MEMORY_ENABLED', 'gpt-6-luna', 4096, 5000, 'conversation',
    'memory.list_due_compressions', 'memory.build_compression_request', 'memory.save_compression'),
  ('profile_enrichment', '/v1/responses', 'enrich', 'CONTEXT_MEMORY_ENABLED', 'gpt-6-luna', 4096, 5000, 'conversation',
    'memory.list_due_enrichments', 'memory.build_enrichment_request', 'memory.save_enrichment');

create table ai.batch_jobs (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  openai_batch_id text,
  job_type text not null references ai.batch_types (job_type) on delete restrict,
  model text not null,
  schema_name text,
  status text not null default 'pending' check (status in (
    'pending', 'submitted', 'processing', 'completed', 'failed', 'expired', 'cancelled'
  )),
  openai_status text check (openai_status in (
    'validating', 'failed', 'in_progress', 'finalizing', 'completed', 'expired', 'cancelling', 'cancelled'
  )),
  input_file_id text,
  output_file_id text,
  error_file_id text,
  input_bytes bigint check (input_bytes >= 0),
  total_requests integer not null default 0 check (total_requests >= 0),
  completed_requests integer not null default 0,
  failed_requests integer not null default 0,
  dropped_requests integer not null default 0,
  -- Bytes of the files that are taken in.
  output_offset bigint not null default 0,
  error_offset bigint not null default 0,
  is_output_read boolean not null default false,
  is_error_read boolean not null default false,
  input_tokens bigint not null default 0,
  cached_input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  cost_usd numeric(14, 8) not null default 0,
  savings_usd numeric(14, 8) not null default 0,
  unpriced_requests integer not null default 0,
  claim_id uuid,
  claimed_until timestamptz,
  create_attempted_at timestamptz,
  cancel_requested_at timestamptz,
  are_files_deleted boolean not null default false,
  event_ids text[] not null default '{}',
  requested_by text not null check (btrim(requested_by) <> '' and length(requested_by) <= 200),
  submitted_at timestamptz,
  polled_at timestamptz,
  completed_at timestamptz,
  expires_at timestamptz,
  error_message text check (length(error_message) <= 500),
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  check ((claim_id is null) = (claimed_until is null)),
  check ((status in ('completed', 'failed', 'expired', 'cancelled')) = (completed_at is not null)),
  check (status <> 'submitted' or openai_batch_id is not null)
);
comment on table ai.batch_jobs is
  'Batches handed to OpenAI: what they hold, how far they are, what they cost. status is how far we are: pending (not known to be there yet), submitted, processing (their results are taken in), or over. openai_status is what OpenAI said last. What had expired or was cancelled may hold results all the same: they were paid for, and are taken in.';
comment on column ai.batch_jobs.claim_id is 'Who works on it: what another, or one whose claim was taken over, hands in is refused.';
comment on column ai.batch_jobs.create_attempted_at is 'When OpenAI was last asked to create it, before the answer is known: until then it is looked for there, not created again.';
comment on column ai.batch_jobs.output_offset is 'Bytes of the output file whose lines are taken in, committed with them: a worker that dies repeats none.';
comment on column ai.batch_jobs.dropped_requests is 'Answers that were not wanted any more: the message was changed, the customer erased.';
comment on column ai.batch_jobs.cost_usd is 'US dollars at half the list price; savings_usd is the other half; unpriced_requests are in neither.';
comment on column ai.batch_jobs.event_ids is 'The webhooks that told of it, so that a repeated one does nothing.';
create unique index batch_jobs_openai_key on ai.batch_jobs (openai_batch_id) where openai_batch_id is not null;
create index batch_jobs_type_idx on ai.batch_jobs (job_type);
create index batch_jobs_live_idx on ai.batch_jobs (tenant_id, job_type) where status in ('pending', 'submitted', 'processing');
create index batch_jobs_time_idx on ai.batch_jobs (tenant_id, created_at);
call tenancy.build_wall('ai.batch_jobs');
call tenancy.open_to_analysts('ai.batch_jobs');

create table ai.batch_items (
  tenant_id uuid not null,
  batch_id uuid not null,
  custom_id text collate "C" not null check (length(custom_id) <= 64),
  job_type text not null,
  message_id uuid,
  conversation_id uuid,
  customer_id uuid,
  input_hash text,
  state text not null default 'claimed' check (state in ('claimed', 'done', 'failed', 'dropped')),
  attempts smallint not null default 1 check (attempts >= 1),
  last_error text check (length(last_error) <= 100),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, batch_id, custom_id),
  foreign key (tenant_id, batch_id) references ai.batch_jobs (tenant_id, id) on delete cascade,
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade,
  foreign key (tenant_id, conversation_id) references memory.conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  check (num_nonnulls(message_id, conversation_id, customer_id) = 1)
);
comment on table ai.batch_items is
  'The requests of a batch, each about one message, conversation or customer, whose deletion takes it along: an answer without one is dropped. Kept for 30 days after the batch. attempts: how many batches in a row it was in without success; after the last one (ai.most_batch_attempts) it rests until its rows are pruned.';
comment on column ai.batch_items.input_hash is 'MD5 of the text that is embedded: the vector of a text that was changed meanwhile is not kept.';
comment on column ai.batch_items.last_error is 'A code: OpenAI''s own, http_<status>, missing (in neither file), or why the answer was not kept.';
-- In one live batch only, whoever composes at the same time.
create unique index batch_items_live_message_key on ai.batch_items (tenant_id, job_type, message_id)
where state = 'claimed' and message_id is not null;
create unique index batch_items_live_conversation_key on ai.batch_items (tenant_id, job_type, conversation_id)
where state = 'claimed' and conversation_id is not null;
create unique index batch_items_live_customer_key on ai.batch_items (tenant_id, job_type, customer_id)
where state = 'claimed' and customer_id is not null;
create index batch_items_message_idx on ai.batch_items (tenant_id, message_id) where message_id is not null;
create index batch_items_conversation_idx on ai.batch_items (tenant_id, conversation_id) where conversation_id is not null;
create index batch_items_customer_idx on ai.batch_items (tenant_id, customer_id) where customer_id is not null;
call tenancy.build_wall('ai.batch_items');
call identity.follow_merges('ai.batch_items');

insert into ai.model_prices (provider, model, input_usd, cached_input_usd, output_usd, source) values
  ('openai', 'text-embedding-3-small', 0.02, 0.02, 0, 'developers.openai.com, model page'),
  ('openai', 'text-embedding-3-large', 0.13, 0.13, 0, 'developers.openai.com, model page')
on conflict do nothing;
