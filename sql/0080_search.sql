create table memory.embedding_models (
  name text primary key,
  provider text not null check (provider in ('openai', 'local')),
  dimensions smallint not null check (dimensions between 1 and 4000),
  weight real not null check (weight between 0 and 5),
  least_likeness real not null check (least_likeness between 0 and 1)
);
comment on table memory.embedding_models is
  'Which embedders there are, and how far their likeness may move a message against the words (1: as far as the words themselves). A weak one has a small weight, so that it never drowns them.';
call tenancy.open_directory('memory.embedding_models');
comment on column memory.embedding_models.least_likeness is
  'From which cosine on two texts count as alike without a word in common: what a reply is told of earlier messages depends on it.';
insert into memory.embedding_models (name, provider, dimensions, weight, least_likeness) values
  ('text-embedding-3-small', 'openai', 1536, 1, 0.35), ('text-embedding-3-large', 'openai', 1536, 1.2, 0.35),
  ('local', 'local', 1536, 0.15, 0.25);

create table memory.embedding_states (
  tenant_id uuid primary key references tenancy.tenants (id) on delete cascade,
  model text not null references memory.embedding_models (name) on delete restrict,
  answering_model text not null references memory.embedding_models (name) on delete restrict,
  is_filled boolean not null default false,
  has_old_vectors boolean not null default true,
  began_at timestamptz not null default ops.now()
);
comment on table memory.embedding_states is
  'Which model''s vectors a tenant''s messages get (model, since began_at) and which answer a search (answering_model): the old ones until every message from before the change has its new vector or was given up; then they are pruned.';
comment on column memory.embedding_states.is_filled is
  'Whether memory.unembedded_messages holds all that lack a vector of the model; false when embedding was switched on since.';
comment on column memory.embedding_states.has_old_vectors is
  'Whether vectors of other models may be left: only then are they looked for.';
create index embedding_states_model_idx on memory.embedding_states (model);
create index embedding_states_answering_idx on memory.embedding_states (answering_model);
call tenancy.build_wall('memory.embedding_states');

create table memory.unembedded_messages (
  tenant_id uuid not null,
  message_id uuid not null,
  said_at timestamptz not null,
  claimed_until timestamptz,
  attempts smallint not null default 0 check (attempts >= 0),
  given_up_at timestamptz,
  error_code text check (length(error_code) <= 100),
  primary key (tenant_id, message_id),
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade,
  check (error_code is null or given_up_at is not null)
);
comment on table memory.unembedded_messages is
  'Messages worth a vector that have none of the tenant''s model yet (memory.embedding_states): written with the message, deleted with the storing of its vector. One that the service refuses is given up with the service''s code and stands in nobody''s way.';
comment on column memory.unembedded_messages.claimed_until is 'Until when a job has it in hand; a job that died leaves it to the next one then.';
create index unembedded_messages_waiting_idx on memory.unembedded_messages (tenant_id, said_at desc, message_id desc)
where given_up_at is null;
call tenancy.build_wall('memory.unembedded_messages');

create function memory.tg_unembedded_messages__enqueue()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if current_setting('rapport.embedding_enqueued', true) is distinct from new.tenant_id::text then
    perform memory.enqueue_embedding(new.tenant_id);
    perform set_config('rapport.embedding_enqueued', new.tenant_id::text, true);
  end if;
  return null;
end
$$;
comment on function memory.tg_unembedded_messages__enqueue() is
  'One job a transaction and tenant for the messages it wrote, at the very end of the transaction.';
create constraint trigger _900_enqueue after insert on memory.unembedded_messages
deferrable initially deferred
for each row execute function memory.tg_unembedded_messages__enqueue();
