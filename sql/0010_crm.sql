create table crm.webhook_events (
  -- Not a foreign key: all who store an event of a tenant would lock the tenant's row together, which costs more than the event.
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  provider text not null,
  event_key text not null,
  kind text not null,
  payload jsonb not null,
  received_at timestamptz not null default ops.now(),
  resource text,
  occurred_at timestamptz,
  phones jsonb,
  processed_at timestamptz,
  outcome text,
  primary key (tenant_id, id),
  unique (tenant_id, provider, event_key)
);
comment on table crm.webhook_events is
  'What arrived, as it arrived, for 30 days. The unique key is what makes a repeated event harmless. The columns from resource on are for events that a queue works on; others are dealt with as they arrive.';
comment on column crm.webhook_events.resource is 'Kind and id of the record that the event is about (job job_1): events of one resource are worked on one at a time, in order.';
comment on column crm.webhook_events.phones is 'The payload''s telephone numbers as written, with their E.164 form: made at the edge.';
comment on column crm.webhook_events.outcome is
  'What became of it: applied, unchanged (nothing new), ignored (nothing here has a place for it), erased (about an erased customer), or the SQLSTATE that it failed with and is tried again for.';
create index webhook_events_open_idx on crm.webhook_events (tenant_id, provider, resource, occurred_at)
where processed_at is null and resource is not null;
-- What nobody has looked at yet, of all tenants.
create index webhook_events_waiting_idx on crm.webhook_events (received_at)
where processed_at is null and outcome is null and resource is not null;
create index webhook_events_received_idx on crm.webhook_events using brin (received_at);
call tenancy.build_wall('crm.webhook_events');

create table crm.unrouted_events (
  id uuid primary key default ops.new_id(),
  provider text not null,
  event_key text not null,
  kind text not null,
  address text,
  reason text not null,
  payload jsonb not null,
  received_at timestamptz not null default ops.now(),
  unique (provider, event_key)
);
comment on table crm.unrouted_events is 'Signed events that belong to no tenant (an unknown number): kept for 30 days and flagged, never dropped.';
create index unrouted_events_received_idx on crm.unrouted_events (received_at);
call tenancy.open_directory('crm.unrouted_events');

create table crm.service_catalog (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  name text not null check (btrim(name) <> ''),
  category text,
  keywords text[] not null default '{}',
  description text,
  price ops.money,
  is_price_from boolean not null default false,
  duration_minutes smallint check (duration_minutes > 0),
  is_active boolean not null default true,
  external_id text,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, id)
);
comment on table crm.service_catalog is 'What a tenant sells, with prices; is_price_from means "from". keywords are other words customers use for it.';
create unique index service_catalog_name_key on crm.service_catalog (tenant_id, (ops.normalize_name(name)));
call tenancy.build_wall('crm.service_catalog');
create trigger _100_touch_updated_at before update on crm.service_catalog
for each row execute function ops.tg_touch_updated_at();

create table lead.booking_wishes (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  conversation_id uuid not null,
  message_id uuid not null,
  customer_id uuid,
  location_id uuid not null,
  wish text not null,
  status text not null default 'open' check (status in ('open', 'booked', 'withdrawn')),
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  unique (tenant_id, message_id),
  foreign key (tenant_id, conversation_id) references memory.conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade,
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete set null (customer_id),
  foreign key (tenant_id, location_id) references tenancy.locations (tenant_id, id) on delete cascade
);
comment on table lead.booking_wishes is 'A customer asked for a visit: their words, for whoever books it.';
create index booking_wishes_conversation_idx on lead.booking_wishes (tenant_id, conversation_id);
create index booking_wishes_customer_idx on lead.booking_wishes (tenant_id, customer_id);
create index booking_wishes_location_idx on lead.booking_wishes (tenant_id, location_id);
call tenancy.build_wall('lead.booking_wishes');
