create table memory.conversations (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  location_id uuid not null,
  endpoint_id uuid,
  channel ops.channel not null,
  address text not null,
  customer_id uuid,
  is_ambiguous boolean not null default false,
  identity_pinned_at timestamptz,
  previous_conversation_id uuid,
  status text not null default 'open' check (status in ('open', 'closed')),
  closed_reason text check (closed_reason in ('timeout', 'staff', 'opt_out', 'call_ended')),
  summary text,
  urgent_at timestamptz,
  urgent_phrase text,
  urgent_alerted_at timestamptz,
  needs_person_at timestamptz,
  needs_person_reason text,
  opened_at timestamptz not null default ops.now(),
  last_message_at timestamptz not null default ops.now(),
  last_inbound_message_id uuid,
  enriched_through timestamptz,
  compressed_through timestamptz,
  closed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, location_id) references tenancy.locations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, endpoint_id) references tenancy.channel_endpoints (tenant_id, id) on delete set null (endpoint_id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete set null (customer_id),
  foreign key (tenant_id, previous_conversation_id) references memory.conversations (tenant_id, id)
  on delete set null (previous_conversation_id),
  check ((status = 'closed') = (closed_at is not null))
);
comment on table memory.conversations is
  'A run of messages with one party on one channel. customer_id is null while the party is unknown or a shared number is ambiguous; identity_pinned_at is when the party said who they are.';
comment on column memory.conversations.address is 'The other party: E.164 for sms and voice (withheld:<call sid> where a caller shows no number), web user id, or e-mail.';
comment on column memory.conversations.urgent_alerted_at is 'When the on-call number was last texted about this conversation; not again within 30 minutes.';
comment on column memory.conversations.last_inbound_message_id is 'The newest inbound message; a reply to an older one is stale.';
comment on column memory.conversations.enriched_through is
  'Up to when what the customer said has been read for facts (memory.save_enrichment); null before the first time.';
comment on column memory.conversations.compressed_through is
  'Up to when it stands in the summary (memory.save_compression); null before the first time.';
create unique index conversations_open_key on memory.conversations (tenant_id, channel, endpoint_id, address)
nulls not distinct where status = 'open';
create index conversations_customer_idx on memory.conversations (tenant_id, customer_id, last_message_at desc);
create index conversations_location_idx on memory.conversations (tenant_id, location_id);
create index conversations_endpoint_idx on memory.conversations (tenant_id, endpoint_id, address);
create index conversations_previous_idx on memory.conversations (tenant_id, previous_conversation_id);
-- What is left to be read, of which there is little at any time.
create index conversations_unread_idx on memory.conversations (tenant_id, last_message_at, id)
where enriched_through is null or enriched_through < last_message_at
  or compressed_through is null or compressed_through < last_message_at;
create index conversations_timeout_idx on memory.conversations (last_message_at) where status = 'open';
call tenancy.build_wall('memory.conversations');

create table memory.messages (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  conversation_id uuid not null,
  customer_id uuid,
  direction text not null check (direction in ('inbound', 'outbound')),
  role text not null check (role in ('customer', 'assistant', 'staff', 'system', 'tool')),
  channel ops.channel not null,
  body text not null default '' check (length(body) <= 65536),
  is_secret boolean not null default false,
  provider text not null check (provider in ('twilio', 'sendgrid', 'resend', 'web', 'none')),
  provider_message_id text,
  status text not null check (status in (
    'received', 'queued', 'sending', 'sent', 'delivered', 'read', 'undelivered', 'failed', 'unknown', 'held', 'undeliverable',
    'canceled', 'needs_person'
  )),
  error_code text,
  num_segments smallint check (num_segments >= 0),
  written_by text,
  cost_usd numeric(12, 6),
  created_at timestamptz not null default ops.now(),
  sent_at timestamptz,
  delivered_at timestamptz,
  failed_at timestamptz,
  body_search tsvector generated always as (to_tsvector('pg_catalog.english'::regconfig, body)) stored,
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references memory.conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete set null (customer_id),
  check ((direction = 'inbound') = (status = 'received'))
);
comment on table memory.messages is 'Everything said, both ways. An outbound message''s delivery state only moves forward (memory.tg_messages__forward_only).';
comment on column memory.messages.is_secret is 'Holds a one-time code: shown to nobody, and blanked once it can no longer be sent (outreach.tg_deliveries__mirror_message).';
comment on column memory.messages.written_by is 'Who wrote an assistant''s message: provider and model (openai/gpt-6.1-sol), or local.';
create unique index messages_provider_key on memory.messages (tenant_id, provider, provider_message_id)
where provider_message_id is not null;
create index messages_conversation_idx on memory.messages (tenant_id, conversation_id, created_at, id);
create index messages_customer_idx on memory.messages (tenant_id, customer_id, created_at desc, id desc);
create index messages_body_search_idx on memory.messages using gin (body_search);
call tenancy.build_wall('memory.messages');
-- The newest inbound message is named by its conversation, which exists before its messages do.
alter table memory.conversations
add foreign key (tenant_id, last_inbound_message_id) references memory.messages (tenant_id, id)
on delete set null (last_inbound_message_id);
create index conversations_last_inbound_idx on memory.conversations (tenant_id, last_inbound_message_id);

create table memory.attachments (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  message_id uuid not null,
  position smallint not null,
  url text not null check (url ~ '^https?://'),
  content_type text,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  unique (tenant_id, message_id, position),
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade
);
comment on table memory.attachments is 'Media of a message by reference: the provider''s URL, never the bytes.';
call tenancy.build_wall('memory.attachments');

create table memory.memory_notes (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  kind text not null default 'note' check (kind in (
    'note', 'preference', 'access', 'household', 'property', 'issue', 'equipment', 'complaint', 'promise', 'contact', 'schedule'
  )),
  slot text check (slot ~ '^[a-z]+(_[a-z]+)*(:[a-z_]+)?$' and length(slot) <= 60),
  value text check (btrim(value) <> '' and length(value) <= 200),
  note text not null check (btrim(note) <> '' and length(note) <= 2000),
  source text not null default 'staff' check (source in ('message', 'staff', 'crm', 'import', 'demo')),
  source_message_id uuid,
  quote text,
  confidence ops.confidence not null default 1,
  written_by text check (length(written_by) <= 120),
  valid_from timestamptz not null default ops.now(),
  valid_to timestamptz,
  recorded_at timestamptz not null default ops.now(),
  confirmed_at timestamptz,
  edited_at timestamptz,
  edited_by text check (length(edited_by) <= 120),
  retired_at timestamptz,
  retired_reason text check (retired_reason in ('source gone', 'by a person')),
  superseded_by uuid,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, source_message_id) references memory.messages (tenant_id, id) on delete set null (source_message_id),
  foreign key (tenant_id, superseded_by) references memory.memory_notes (tenant_id, id) on delete set null (superseded_by),
  check (valid_to is null or valid_to >= valid_from),
  check ((slot is null) = (value is null)),
  check ((edited_at is null) = (edited_by is null))
);
comment on table memory.memory_notes is
  'What is remembered about a customer, with its source and quote. A contradicted note is superseded (valid_to), a withdrawn one retired, none is deleted.';
comment on column memory.memory_notes.slot is
  'What it is about (memory.fact_slots: preferred_time, gate_code, pet:dog): of one slot and customer one value holds at a time. Null for what is only words.';
comment on column memory.memory_notes.written_by is 'Who wrote it down: provider and model (openai/gpt-6-luna), local/rules, or a person by their key.';
comment on column memory.memory_notes.confirmed_at is 'When the same was last said again.';
comment on column memory.memory_notes.edited_at is 'When a person last set it right or wrote it: no model overrules them, and it outlives its source.';
create index memory_notes_customer_idx on memory.memory_notes (tenant_id, customer_id, recorded_at desc, id);
create index memory_notes_slot_idx on memory.memory_notes (tenant_id, customer_id, slot) where slot is not null;
create index memory_notes_message_idx on memory.memory_notes (tenant_id, source_message_id);
create index memory_notes_superseded_idx on memory.memory_notes (tenant_id, superseded_by);
call tenancy.build_wall('memory.memory_notes');
create trigger _300_count_version before update on memory.memory_notes
for each row execute function ops.tg_count_version();

create table memory.conversation_embeddings (
  tenant_id uuid not null,
  message_id uuid not null,
  embedding_model text not null,
  embedding extensions.halfvec(1536) storage plain not null,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, message_id, embedding_model),
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade
);
-- Stored in the row (3 kB): a search reads all vectors of a customer, and fetching each from beside the table costs more.
comment on table memory.conversation_embeddings is 'One vector per message and model; a search never mixes models.';
call tenancy.build_wall('memory.conversation_embeddings');

create function memory.plain_words(p_text text)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  return ops.normalize_name(translate(p_text, '''’‘`´', ''));
end
$$;
comment on function memory.plain_words(text) is
  'A message as patterns read it: lower case, accents and punctuation gone, single spaces, contractions kept together (don''t becomes dont).';

create function memory.stem_words(p_text text)
returns text[]
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  -- The stemmer drops stop words, but "no" and "out" carry meaning here.
  return array(
    select coalesce((ts_lexize('pg_catalog.english_stem', w.word))[1], w.word)
    from string_to_table(memory.plain_words(p_text), ' ') with ordinality as w (word, position)
    where w.word <> ''
    order by w.position
  );
end
$$;
comment on function memory.stem_words(text) is 'The English stems of a text''s words in their order ("leaking pipes" → {leak, pipe}).';

create table memory.emergency_phrase_defaults (
  phrase text primary key check (phrase = lower(btrim(phrase)) and phrase <> ''),
  stems text[] not null generated always as (memory.stem_words(phrase)) stored
);
comment on table memory.emergency_phrase_defaults is
  'Words that make a conversation urgent, for every tenant. All words of a phrase must occur near each other, in any form and order ("pipe burst", "burst pipes"); a phrase that begins with no, without or such ("no heat") in its own order.';
call tenancy.open_directory('memory.emergency_phrase_defaults');

create table memory.emergency_phrases (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  phrase text not null check (phrase = lower(btrim(phrase)) and phrase <> ''),
  stems text[] not null generated always as (memory.stem_words(phrase)) stored,
  is_active boolean not null default true,
  primary key (tenant_id, phrase)
);
comment on table memory.emergency_phrases is 'A tenant''s own emergency words; an inactive row switches a default off.';
call tenancy.build_wall('memory.emergency_phrases');

create table memory.emergency_exceptions (
  pattern text primary key,
  anchors text[] generated always as (ops.pattern_anchors(pattern)) stored,
  reason text not null check (reason in ('past', 'question', 'product'))
);
comment on table memory.emergency_exceptions is
  'Regular expressions over one clause (lower case, no accents, apostrophes or punctuation) that make its emergency words harmless: talk of the past, prices and prevention, or products. Words of presence (now, still, help ...) override them.';
call tenancy.open_directory('memory.emergency_exceptions');
