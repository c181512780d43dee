create table ai.model_prices (
  provider text not null check (provider in ('openai', 'anthropic', 'local')),
  model text not null,
  input_usd numeric(10, 4) not null check (input_usd >= 0),
  cached_input_usd numeric(10, 4) not null check (cached_input_usd >= 0),
  output_usd numeric(10, 4) not null check (output_usd >= 0),
  long_prompt_over integer,
  long_input_usd numeric(10, 4),
  long_cached_input_usd numeric(10, 4),
  long_output_usd numeric(10, 4),
  audio_input_usd numeric(10, 4),
  cached_audio_input_usd numeric(10, 4),
  audio_output_usd numeric(10, 4),
  valid_from date not null default '2026-01-01',
  source text not null,
  primary key (provider, model, valid_from),
  check (num_nulls(long_prompt_over, long_input_usd, long_cached_input_usd, long_output_usd) in (0, 4)),
  check (num_nulls(audio_input_usd, cached_audio_input_usd, audio_output_usd) in (0, 3))
);
comment on table ai.model_prices is 'US dollars per million tokens, with the date from which they hold and where the figure comes from. Over long_prompt_over input tokens the long prices hold; tokens of audio cost the audio prices.';
call tenancy.open_directory('ai.model_prices');

create table ai.model_choices (
  purpose text not null check (purpose in ('reply', 'reply_saving', 'enrichment', 'compression', 'voice')),
  provider text not null check (provider in ('openai', 'anthropic')),
  model text not null,
  timeout_ms integer not null check (timeout_ms between 100 and 120000),
  max_output_tokens integer not null check (max_output_tokens between 16 and 8192),
  primary key (purpose, provider)
);
comment on table ai.model_choices is 'The current default model of each provider for a purpose; the environment may override the name.';
call tenancy.open_directory('ai.model_choices');

create table ai.model_calls (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  purpose text not null,
  provider text not null check (provider in ('openai', 'anthropic', 'local')),
  model text not null,
  conversation_id uuid,
  position smallint not null default 1 check (position >= 1),
  outcome text not null check (outcome in (
    'ok', 'timeout', 'rate_limited', 'unavailable', 'auth', 'invalid_request', 'refused', 'empty', 'network', 'aborted', 'invalid_output'
  )),
  input_tokens integer not null default 0 check (input_tokens >= 0),
  cached_input_tokens integer not null default 0 check (cached_input_tokens >= 0),
  output_tokens integer not null default 0 check (output_tokens >= 0),
  cost_usd numeric(14, 8),
  latency_ms integer not null check (latency_ms >= 0),
  request_id text,
  experiment text,
  arm text,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references memory.conversations (tenant_id, id) on delete set null (conversation_id),
  check ((experiment is null) = (arm is null))
);
comment on table ai.model_calls is 'Every call of a model: tokens, cost (null where no price is known), latency in milliseconds, outcome.';
comment on column ai.model_calls.position is 'Its place among the calls made for one answer: 1 was asked first, the next ones after it had failed or had used tools.';
comment on column ai.model_calls.experiment is 'The experiment (ai.experiments) under which it was made, and by arm what it tried; also of the calls that stood in for it when it failed.';
create index model_calls_conversation_idx on ai.model_calls (tenant_id, conversation_id);
create index model_calls_time_idx on ai.model_calls (tenant_id, created_at);
create index model_calls_experiment_idx on ai.model_calls (tenant_id, experiment, arm) where experiment is not null;
call tenancy.build_wall('ai.model_calls');

create table ai.provider_health (
  provider text primary key check (provider in ('openai', 'anthropic')),
  consecutive_failures integer not null default 0,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_outcome text,
  skip_until timestamptz
);
comment on table ai.provider_health is 'Whether a provider answers, over all tenants: after repeated failures it is skipped until skip_until.';
call tenancy.open_directory('ai.provider_health');

create table ai.intents (
  name text primary key check (name ~ '^[a-z_]+$'),
  priority smallint not null unique,
  description text not null
);
comment on table ai.intents is 'What the local provider can recognise and answer from rows without a model. A lower priority is tried first.';
call tenancy.open_directory('ai.intents');

create table ai.intent_patterns (
  intent text not null references ai.intents (name) on delete cascade,
  pattern text not null,
  weight numeric(4, 2) not null default 1,
  anchors text[] generated always as (ops.pattern_anchors(pattern)) stored,
  primary key (intent, pattern)
);
comment on table ai.intent_patterns is 'Regular expressions over the normalised message (lower case, no accents or punctuation) that speak for an intent, with their weight; a negative weight speaks against it.';
comment on column ai.intent_patterns.anchors is 'Where a message holds none of these (LIKE), the pattern need not be tried.';
call tenancy.open_directory('ai.intent_patterns');

create table ai.words (
  word text primary key check (word ~ '^[a-z0-9]+$'),
  means text not null check (means ~ '^[a-z0-9 ]*$')
);
comment on table ai.words is
  'The vocabulary that intents are recognised in: a word and what it is read as (slang, abbreviations, word forms; empty drops it). A longer word that is misspelt is read as its nearest neighbour here; a row that means itself only guards against that.';
-- For the misspelt ones, which are looked for among those that begin alike.
create index words_first_letter_idx on ai.words (left(word, 1)) where length(word) >= 5;
call tenancy.open_directory('ai.words');

create table ai.handover_patterns (
  pattern text primary key,
  anchors text[] generated always as (ops.pattern_anchors(pattern)) stored,
  reason text not null check (reason in ('complaint', 'legal', 'billing_dispute', 'change_of_appointment', 'outside_business', 'private_data'))
);
comment on table ai.handover_patterns is
  'Regular expressions over the normalised message that leave it to a person whatever else it says, unless it is an emergency.';
call tenancy.open_directory('ai.handover_patterns');
