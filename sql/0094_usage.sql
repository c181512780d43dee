-- What models cost a business by day, whether its month's budget is used up, and which of them answer better.

create table ai.daily_usage (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  day date not null,
  provider text not null,
  model text not null,
  channel text not null,
  purpose text not null,
  calls integer not null default 0,
  failures integer not null default 0,
  input_tokens bigint not null default 0,
  cached_input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  cost_usd numeric(14, 8) not null default 0,
  unpriced_calls integer not null default 0,
  timed_calls integer not null default 0,
  latency_ms bigint not null default 0,
  primary key (tenant_id, day, provider, model, channel, purpose)
);
comment on table ai.daily_usage is
  'Calls of models by day in the business''s time zone, added up as they are recorded; it stays when the calls are pruned. cost_usd: US dollars of the calls with a price, unpriced_calls are not in it. latency_ms: the sum over timed_calls; a batch''s requests are not timed.';
comment on column ai.daily_usage.channel is 'Of the conversation that the call was about; none where it was about no conversation.';
comment on column ai.daily_usage.purpose is 'As ai.model_calls has it; batch_<kind> for requests of batches, at half the price.';
call tenancy.build_wall('ai.daily_usage');

create table ai.budget_notices (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  month date not null check (extract(day from month) = 1),
  level text not null check (level in ('soft', 'hard')),
  limit_usd numeric(12, 2) not null,
  spent_usd numeric(14, 8) not null,
  noticed_at timestamptz not null default ops.now(),
  primary key (tenant_id, month, level)
);
comment on table ai.budget_notices is
  'That a business''s models cost as much in a month as its setting aiBudget allows: once a month and limit. From the soft one on the cheapest models answer, from the hard one on none.';
call tenancy.build_wall('ai.budget_notices');

create table ai.experiments (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  name text not null check (name ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  is_active boolean not null default false,
  slots text[] not null check (cardinality(slots) = 100),
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  updated_by text not null,
  primary key (tenant_id, name)
);
comment on table ai.experiments is
  'Which models write a business''s replies, tried side by side: one at a time is active. A party (channel and address) always falls into the same slot.';
comment on column ai.experiments.slots is
  'The arm of each hundredth of the parties, empty where they are not part of it. Kept, so that a change of shares moves only those that it must.';
create unique index experiments_active_key on ai.experiments (tenant_id) where is_active;
call tenancy.build_wall('ai.experiments');
create trigger _100_touch_updated_at before update on ai.experiments
for each row execute function ops.tg_touch_updated_at();

create table ai.experiment_arms (
  tenant_id uuid not null,
  experiment text not null,
  name text not null check (name ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  provider text not null check (provider in ('openai', 'anthropic')),
  model text check (model ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$'),
  share smallint not null check (share between 0 and 100),
  position smallint not null,
  primary key (tenant_id, experiment, name),
  foreign key (tenant_id, experiment) references ai.experiments (tenant_id, name) on delete cascade
);
comment on table ai.experiment_arms is
  'What an experiment tries: a provider and its model (null: its default), for so many hundredths of the parties.';
call tenancy.build_wall('ai.experiment_arms');
