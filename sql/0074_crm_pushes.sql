-- What goes back to HousecallPro: an outbox of changes, what was written there, and when it does not want to hear from us.

create table crm.pushes (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  kind text not null check (kind in ('profile', 'address', 'job', 'job_note')),
  address_id uuid,
  job_id uuid,
  content text check (content ~ '\S' and length(content) <= 4000),
  dedupe_key text check (length(dedupe_key) between 1 and 200),
  housecall_pro_id text,
  state text not null default 'queued' check (state in ('queued', 'sending', 'done', 'skipped', 'failed', 'unknown', 'needs_person')),
  step text check (step in ('read', 'write', 'verify')),
  reason text,
  error_fields text[],
  attempt smallint not null default 0 check (attempt >= 0),
  failures smallint not null default 0 check (failures >= 0),
  round smallint not null default 0 check (round >= 0),
  lease_expires_at timestamptz,
  not_before timestamptz not null default ops.now(),
  remote_id text,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, address_id) references context.customer_addresses (tenant_id, id) on delete cascade,
  foreign key (tenant_id, job_id) references context.customer_job_history (tenant_id, id) on delete cascade,
  check ((state = 'sending') = (lease_expires_at is not null)),
  check ((state = 'sending') = (step is not null)),
  check ((kind = 'address') = (address_id is not null)),
  check ((kind in ('job', 'job_note')) = (job_id is not null)),
  check ((kind = 'job_note') = (content is not null))
);
comment on table crm.pushes is
  'The outbox to HousecallPro. queued → sending (attempt, lease, step) → done | skipped (nothing to change there) | failed; a lost answer to what may not be done twice is unknown, read back, then tried again; needs_person when that leads nowhere. A profile push carries no values: what is to be said is computed when it is worked on.';
comment on column crm.pushes.kind is 'profile: notes block and tags of the customer; address: one that HousecallPro does not have; job: one of ours, made there; job_note: content on a job.';
comment on column crm.pushes.reason is 'Why it stands where it stands, in words without values.';
comment on column crm.pushes.error_fields is 'The fields that HousecallPro complained about, names only.';
comment on column crm.pushes.round is 'Of a running attempt: how often it has merged and written, since people write there too.';
comment on column crm.pushes.remote_id is 'What HousecallPro calls the address, job or note that came of it.';
-- One waits for each customer; a change that comes while one runs waits in the next.
create unique index pushes_waiting_key on crm.pushes (tenant_id, customer_id) where kind = 'profile' and state = 'queued';
create unique index pushes_address_key on crm.pushes (tenant_id, address_id)
where kind = 'address' and state in ('queued', 'sending', 'unknown', 'needs_person');
create unique index pushes_job_key on crm.pushes (tenant_id, job_id)
where kind = 'job' and state in ('queued', 'sending', 'unknown', 'needs_person', 'done');
create unique index pushes_dedupe_key on crm.pushes (tenant_id, dedupe_key) where dedupe_key is not null;
create index pushes_open_idx on crm.pushes (tenant_id, not_before, id) where state in ('queued', 'sending', 'unknown');
create index pushes_figures_idx on crm.pushes (kind, state, updated_at)
where state in ('queued', 'sending', 'unknown', 'needs_person', 'failed');
create index pushes_customer_idx on crm.pushes (tenant_id, customer_id, created_at);
create index pushes_address_idx on crm.pushes (tenant_id, address_id);
create index pushes_job_idx on crm.pushes (tenant_id, job_id);
call tenancy.build_wall('crm.pushes');
call identity.follow_merges('crm.pushes');
create trigger _100_touch_updated_at before update on crm.pushes
for each row execute function ops.tg_touch_updated_at();
-- How far a push has got is told by its row; here counts that there is one, and whose.
call ops.audit_runs(
  'crm.pushes',
  'housecall_pro_id,state,step,reason,error_fields,attempt,failures,round,lease_expires_at,not_before,remote_id,updated_at'
);

create table crm.push_writes (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  push_id uuid not null,
  customer_id uuid not null,
  housecall_pro_id text not null,
  base_notes text,
  base_tags text[] not null,
  base_updated_at timestamptz,
  notes text,
  tags text[],
  wanted_hash text not null,
  outcome text check (outcome in ('written', 'not_written', 'unknown')),
  written_updated_at timestamptz,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, push_id) references crm.pushes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table crm.push_writes is
  'Each time a customer''s record at HousecallPro was replaced: what stood there (base_), what we wrote (notes or tags null: left alone), in its own times. By these our own echo is told from a person''s edit.';
create index push_writes_push_idx on crm.push_writes (tenant_id, push_id);
create index push_writes_customer_idx on crm.push_writes (tenant_id, customer_id);
create index push_writes_record_idx on crm.push_writes (tenant_id, housecall_pro_id, created_at);
call tenancy.build_wall('crm.push_writes');
call identity.follow_merges('crm.push_writes');
call ops.audit_runs('crm.push_writes', 'outcome,written_updated_at,notes');

create table crm.overwritten_edits (
  tenant_id uuid not null,
  write_id uuid not null,
  version_hash text not null,
  notes text,
  tags text[] not null,
  updated_at timestamptz not null,
  restored_at timestamptz,
  primary key (tenant_id, write_id, version_hash),
  foreign key (tenant_id, write_id) references crm.push_writes (tenant_id, id) on delete cascade
);
comment on table crm.overwritten_edits is
  'What people made of a customer''s record at the moment of one of our writes, as events told: HousecallPro has no condition on a write, so it undid theirs, and the next push puts it back. restored_at: when that was done or found done.';
call tenancy.build_wall('crm.overwritten_edits');
call ops.audit_runs('crm.overwritten_edits', 'restored_at');

create table crm.pushed_profiles (
  tenant_id uuid not null,
  housecall_pro_id text not null,
  customer_id uuid not null,
  wanted_hash text,
  own_lines text[] not null default '{}',
  own_tags text[] not null default '{}',
  seen_tags text[] not null default '{}',
  gone_at timestamptz,
  pushed_at timestamptz,
  primary key (tenant_id, housecall_pro_id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table crm.pushed_profiles is 'What of a customer''s record at HousecallPro is ours. Several may be one customer''s after a merge.';
comment on column crm.pushed_profiles.wanted_hash is 'MD5 of what we last had to say there: the same again needs no call.';
comment on column crm.pushed_profiles.own_lines is 'MD5 of lines that we wrote (crm.plain_line), newest last, at most 300: what else stands in our block is a person''s.';
comment on column crm.pushed_profiles.own_tags is 'Tags that we put there: only these are ever taken away.';
comment on column crm.pushed_profiles.seen_tags is 'Tags that were there since we want them: one that a person took away is not put back.';
comment on column crm.pushed_profiles.gone_at is 'HousecallPro does not know the customer any more: nothing is pushed.';
create index pushed_profiles_customer_idx on crm.pushed_profiles (tenant_id, customer_id);
call tenancy.build_wall('crm.pushed_profiles');
call identity.follow_merges('crm.pushed_profiles');
call ops.audit_runs('crm.pushed_profiles', 'wanted_hash,own_lines,own_tags,seen_tags,gone_at,pushed_at');

create table crm.push_pauses (
  tenant_id uuid primary key references tenancy.tenants (id) on delete cascade,
  reason text not null,
  until timestamptz not null,
  failures smallint not null default 1 check (failures >= 1),
  updated_at timestamptz not null default ops.now()
);
comment on table crm.push_pauses is
  'Tenants whose pushes wait as a whole: HousecallPro refuses the credentials, is down, or asked for patience. Ends by itself, or with the next push that gets through.';
call tenancy.build_wall('crm.push_pauses');
create trigger _100_touch_updated_at before update on crm.push_pauses
for each row execute function ops.tg_touch_updated_at();
