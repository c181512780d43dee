-- Text messages that were acknowledged and wait to be taken in: the webhook's transaction writes a row here and no other.

create table memory.inbox (
  -- Not a foreign key: the webhook has just looked the tenant up, and the row lives for milliseconds.
  tenant_id uuid not null,
  channel ops.channel not null,
  address text not null,
  event_key text not null,
  endpoint_id uuid not null,
  message jsonb not null,
  actor text not null,
  request_id text,
  -- Several may come at one moment of the clock.
  ordinal bigint not null generated always as identity,
  received_at timestamptz not null default ops.now(),
  due_at timestamptz not null default ops.now(),
  attempts smallint not null default 0,
  error_code text,
  primary key (tenant_id, channel, address, event_key)
);
comment on table memory.inbox is
  'Text messages that were acknowledged and are not in memory.messages yet: memory.process_inbox takes them in and deletes them here, within milliseconds; whatever decides about an address does so first. event_key is the provider''s id of the message: a repeated one is no second row.';
comment on column memory.inbox.message is 'As api.receive_sms was given it.';
comment on column memory.inbox.actor is 'Whom what the message changes is put down to in the audit log, with request_id: the webhook that brought it.';
comment on column memory.inbox.due_at is 'Later than received_at only where taking the message in failed (error_code, an SQLSTATE): when it is tried again.';
create index inbox_due_idx on memory.inbox (due_at);
call tenancy.build_wall('memory.inbox');
