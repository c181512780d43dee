-- Telephone calls: what came of each, the one-time token that opens its stream, and what is said without a model.

create table memory.withheld_numbers (
  number text primary key,
  means text not null
);
comment on table memory.withheld_numbers is
  'What Twilio gives as From where a caller''s number is not known: words on a telephone''s keys. They look like numbers and are nobody''s.';
call tenancy.open_directory('memory.withheld_numbers');
-- Twilio's help centre, article 223179988.
insert into memory.withheld_numbers (number, means) values
  ('+266696687', 'anonymous'),
  ('+7378742883', 'restricted'),
  ('+2562533', 'blocked'),
  ('+8656696', 'unknown'),
  ('+86282452253', 'unavailable'),
  ('+464', 'anonymous, cut short');

create table memory.calls (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  conversation_id uuid not null,
  customer_id uuid,
  call_sid text not null check (call_sid ~ '^CA[0-9a-fA-F]{32}$'),
  from_number text,
  to_number text not null,
  plan text not null check (plan in ('stream', 'dial', 'voicemail')),
  plan_reason text check (plan_reason in ('voice_off', 'closed', 'no_model', 'budget')),
  token_hash text check (token_hash ~ '^[0-9a-f]{64}$'),
  token_expires_at timestamptz,
  token_used_at timestamptz,
  stream_sid text,
  model text,
  streamed_at timestamptz,
  stream_ended_at timestamptz,
  stream_end text check (stream_end in ('hung_up', 'person', 'model_failed', 'time_limit', 'shutdown', 'lost')),
  transfer_to text,
  transfer_reason text check (length(transfer_reason) <= 300),
  transferred_at timestamptz,
  dial_status text,
  recording_sid text,
  recording_url text check (recording_url ~ '^https?://'),
  recording_seconds integer check (recording_seconds >= 0),
  outcome text check (outcome in ('answered', 'transferred', 'voicemail', 'missed', 'failed')),
  cost_usd numeric(14, 8) not null default 0,
  started_at timestamptz not null default ops.now(),
  last_seen_at timestamptz not null default ops.now(),
  ended_at timestamptz,
  duration_seconds integer check (duration_seconds >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, call_sid),
  foreign key (tenant_id, conversation_id) references memory.conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete set null (customer_id),
  check ((ended_at is null) = (outcome is null)),
  check ((token_hash is null) = (token_expires_at is null)),
  check (token_used_at is null or token_hash is null)
);
comment on table memory.calls is
  'A telephone call: what it met (plan, and why no assistant), its stream, whom it was put through to, its voicemail by reference, and what came of it. What was said are the messages of its conversation.';
comment on column memory.calls.from_number is 'E.164; null where the caller showed no number.';
comment on column memory.calls.token_hash is 'SHA-256 of the token that opens the stream, once and within a minute; null once it is used.';
comment on column memory.calls.stream_end is
  'Why the assistant stopped: the caller hung up, a person was wanted, the model failed, the call was at its limit, the process stopped, or nobody said (lost).';
comment on column memory.calls.dial_status is 'How the call to transfer_to ended, as Twilio says it: completed, answered, busy, no-answer, failed, canceled.';
comment on column memory.calls.recording_url is 'The voicemail by reference: the provider''s URL, never the bytes.';
comment on column memory.calls.outcome is
  'answered: the assistant talked with the caller; transferred: a person did; voicemail: a message was left; missed: the caller hung up before anything; failed: the assistant broke off and nothing came after.';
comment on column memory.calls.cost_usd is 'US dollars that the model''s part of it cost, where its prices are known.';
comment on column memory.calls.last_seen_at is 'The last sign of life: api.close_lost_calls ends a call that gives none.';
create index calls_conversation_idx on memory.calls (tenant_id, conversation_id);
create index calls_customer_idx on memory.calls (tenant_id, customer_id, started_at desc);
create index calls_live_idx on memory.calls (last_seen_at) where ended_at is null;
call tenancy.build_wall('memory.calls');
call identity.follow_merges('memory.calls');
call ops.audit_rows(
  'memory.calls', 'id', 'customer_id', 'last_seen_at,cost_usd,token_hash,token_expires_at,token_used_at'
);

insert into outreach.message_template_defaults (event_type, channel, body_template) values
  ('call_greeting', 'voice', 'Thanks for calling {{business}}, this is {{assistant}}, the automated assistant. {{hello}} How can I help you today?'),
  ('call_closed', 'voice', 'Thanks for calling {{business}}. {{opening}} Please leave your name, your number and what you need after the tone, and we will get back to you.'),
  ('call_unavailable', 'voice', 'Thanks for calling {{business}}. Please leave your name, your number and what you need after the tone, and we will get back to you.'),
  ('call_dial', 'voice', 'Thanks for calling {{business}}. One moment, I am putting you through.'),
  ('call_transfer', 'voice', 'One moment, I am putting you through to our team.'),
  ('call_broken_off', 'voice', 'I am sorry, something went wrong on our side.'),
  ('call_leave_message', 'voice', 'Nobody can take your call right now. Please leave your name, your number and what you need after the tone, and we will get back to you.'),
  ('call_time_limit', 'voice', 'I am sorry, we have reached the longest time for a call with me.'),
  ('call_thanks', 'voice', 'Thank you. We will get back to you. Goodbye.');

insert into ai.model_choices (purpose, provider, model, timeout_ms, max_output_tokens) values
  ('voice', 'openai', 'gpt-realtime-2.1', 8000, 4096);
insert into ai.model_prices (
  provider, model, input_usd, cached_input_usd, output_usd, audio_input_usd, cached_audio_input_usd, audio_output_usd, source
) values
  ('openai', 'gpt-realtime-2.1', 4, 0.40, 24, 32, 0.40, 64, 'developers.openai.com, model page'),
  ('openai', 'gpt-realtime-2', 4, 0.40, 24, 32, 0.40, 64, 'developers.openai.com, model page'),
  ('openai', 'gpt-realtime-1.5', 4, 0.40, 16, 32, 0.40, 64, 'developers.openai.com, model page'),
  ('openai', 'gpt-realtime-2.1-mini', 0.60, 0.06, 2.40, 10, 0.30, 20, 'developers.openai.com, model page');
