-- Chats on the web: who may write in one, how often, and the reply that is being written.

create table memory.chats (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  -- Random all through: whoever knows one chat's id guesses no other's.
  id uuid not null default gen_random_uuid(),
  endpoint_id uuid not null,
  customer_id uuid,
  issued_for_customer_id uuid,
  opened_by text not null check (opened_by in ('staff', 'widget')),
  verified_at timestamptz,
  verified_by text check (verified_by in ('staff', 'code')),
  epoch integer not null default 1 check (epoch >= 1),
  revoked_at timestamptz,
  created_at timestamptz not null default ops.now(),
  last_seen_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, endpoint_id) references tenancy.channel_endpoints (tenant_id, id) on delete cascade,
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, issued_for_customer_id) references identity.customers (tenant_id, id) on delete cascade,
  check ((verified_at is null) = (verified_by is null))
);
comment on table memory.chats is
  'A chat on the web: its id is in the routes, in tokens, and the address of its conversations, which it outlives. The visitor is a customer from their first message on.';
comment on column memory.chats.customer_id is
  'Who writes: a visitor of whom only this chat is known until the chat is verified, then the customer they proved to be.';
comment on column memory.chats.issued_for_customer_id is 'Whom a link was made for. It proves nothing: nothing of theirs is used because of it.';
comment on column memory.chats.verified_by is 'staff: the issuer vouched that the link goes to that customer''s own channel; code: a one-time code was confirmed.';
comment on column memory.chats.epoch is 'Stands in every token; counting it up ends them all at once.';
create index chats_endpoint_idx on memory.chats (tenant_id, endpoint_id);
create index chats_customer_idx on memory.chats (tenant_id, customer_id);
create index chats_issued_for_idx on memory.chats (tenant_id, issued_for_customer_id);
create index chats_unused_idx on memory.chats (last_seen_at) where customer_id is null;
call tenancy.build_wall('memory.chats');
call identity.follow_merges('memory.chats');
call ops.audit_rows('memory.chats', 'id', 'customer_id', 'last_seen_at');

create unlogged table ops.chat_buckets (
  tenant_id uuid not null,
  kind text not null check (kind in ('requests', 'openings', 'codes')),
  chat_id uuid,
  endpoint_id uuid,
  bucket_id uuid not null generated always as (coalesce(chat_id, endpoint_id)) stored,
  tokens numeric(14, 6) not null,
  is_taken boolean not null,
  filled_at timestamptz not null,
  primary key (tenant_id, kind, bucket_id),
  foreign key (tenant_id, chat_id) references memory.chats (tenant_id, id) on delete cascade,
  foreign key (tenant_id, endpoint_id) references tenancy.channel_endpoints (tenant_id, id) on delete cascade,
  check (num_nonnulls(chat_id, endpoint_id) = 1)
) with (fillfactor = 50);
comment on table ops.chat_buckets is
  'Token buckets as ops.rate_buckets: the requests of a chat, and of a widget the chats that strangers open and the one-time codes they ask for. Unlogged: a crash only fills them.';
create index chat_buckets_chat_idx on ops.chat_buckets (tenant_id, chat_id);
create index chat_buckets_endpoint_idx on ops.chat_buckets (tenant_id, endpoint_id);
call tenancy.build_wall('ops.chat_buckets');

create table ai.reply_drafts (
  tenant_id uuid not null,
  answers_message_id uuid not null,
  conversation_id uuid not null,
  state text not null default 'writing' check (state in ('writing', 'done')),
  writer_id uuid not null,
  lease_expires_at timestamptz not null,
  generation integer not null default 1 check (generation >= 1),
  text text not null default '' check (length(text) <= 65536),
  tools jsonb not null default '[]' check (jsonb_typeof(tools) = 'array'),
  failure text check (failure in ('provider_failed', 'time_limit', 'unavailable')),
  usage jsonb,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, answers_message_id),
  foreign key (tenant_id, answers_message_id) references memory.messages (tenant_id, id) on delete cascade,
  foreign key (tenant_id, conversation_id) references memory.conversations (tenant_id, id) on delete cascade,
  check ((state = 'done') = (usage is not null))
) with (fillfactor = 50);
comment on table ai.reply_drafts is
  'The reply to a chat message while it is written, for those who watch it come: one writer at a time a conversation, by a lease. Done, the text is the message''s; what it took stays here.';
comment on column ai.reply_drafts.generation is 'Counts up when the text so far is void: a provider failed midway, or another writer took over.';
comment on column ai.reply_drafts.tools is '[{name, state: started | done | failed}] in the order they began.';
comment on column ai.reply_drafts.failure is 'Why the generation before this one ended.';
comment on column ai.reply_drafts.usage is '{provider, model, inputTokens, outputTokens, reason: null | providers_failed | budget | no_provider}';
create unique index reply_drafts_writing_key on ai.reply_drafts (tenant_id, conversation_id) where state = 'writing';
create index reply_drafts_conversation_idx on ai.reply_drafts (tenant_id, conversation_id);
call tenancy.build_wall('ai.reply_drafts');

insert into outreach.message_template_defaults (event_type, channel, body_template) values
  ('handed_to_person', 'web',
    'Thanks for your message. I have passed it on to our team at {{business}}, and someone will get back to you {{when}}.');
