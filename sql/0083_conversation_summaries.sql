-- What stays of a conversation in a few sentences, and what in it is still open.

create table memory.conversation_summaries (
  tenant_id uuid not null,
  conversation_id uuid not null,
  version integer not null check (version >= 1),
  customer_id uuid not null,
  summary text not null check (btrim(summary) <> '' and length(summary) <= 4000),
  current_issue text check (btrim(current_issue) <> '' and length(current_issue) <= 1000),
  open_items jsonb not null default '[]' check (jsonb_typeof(open_items) = 'array'),
  through timestamptz not null,
  written_by text not null check (length(written_by) <= 120),
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, conversation_id, version),
  foreign key (tenant_id, conversation_id) references memory.conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table memory.conversation_summaries is
  'Every version of a conversation''s summary: written from the one before and what was said since, up to through. open_items is what was open then ([{id, kind, text}]).';
create index conversation_summaries_customer_idx on memory.conversation_summaries (tenant_id, customer_id, through desc);
call tenancy.build_wall('memory.conversation_summaries');
call ops.audit_runs('memory.conversation_summaries');
call identity.follow_merges('memory.conversation_summaries');

create table memory.open_items (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  conversation_id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('promise', 'appointment', 'complaint')),
  item text not null check (btrim(item) <> '' and length(item) <= 300),
  message_id uuid,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closing_message_id uuid,
  closed_by text check (length(closed_by) <= 120),
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references memory.conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade,
  foreign key (tenant_id, closing_message_id) references memory.messages (tenant_id, id) on delete set null (closing_message_id),
  check (closed_by is null or closed_at is not null)
);
comment on table memory.open_items is
  'Promises, appointments and complaints that conversations left open. Only a later message that says so, or a person, closes one: no summary can lose it. Gone with the message that it comes from.';
comment on column memory.open_items.closed_by is 'The person who closed it, by their key; null where a message did.';
create index open_items_customer_idx on memory.open_items (tenant_id, customer_id, opened_at) where closed_at is null;
create index open_items_conversation_idx on memory.open_items (tenant_id, conversation_id);
create index open_items_message_idx on memory.open_items (tenant_id, message_id);
create index open_items_closing_idx on memory.open_items (tenant_id, closing_message_id);
call tenancy.build_wall('memory.open_items');
call ops.audit_runs('memory.open_items', 'closed_at,closing_message_id,closed_by');
call identity.follow_merges('memory.open_items');
