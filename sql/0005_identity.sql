create function identity.is_normalised(p_type text, p_value text)
returns boolean
language sql
immutable
strict
parallel safe
return case p_type
  when 'phone' then p_value ~ '^\+[1-9][0-9]{6,14}$'
  when 'email' then p_value = lower(p_value) and p_value ~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$'
  else p_value = btrim(p_value)
end and length(p_value) between 1 and 320;
comment on function identity.is_normalised(text, text) is
  'Whether an identity is in the one spelling it is stored and looked up in: a phone E.164, an e-mail in lower case, anything else trimmed.';

create table identity.customers (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  first_name text check (length(first_name) <= 200),
  last_name text check (length(last_name) <= 200),
  company_name text check (length(company_name) <= 200),
  customer_since date,
  summary text,
  current_issue_summary text,
  source text not null default 'staff' check (source in ('sms', 'voice', 'web', 'email', 'mcp', 'crm', 'import', 'staff', 'demo')),
  merged_into uuid,
  version integer not null default 1,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  search_name text generated always as (
    ops.normalize_name(coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(company_name, ''))
  ) stored,
  primary key (tenant_id, id),
  foreign key (tenant_id, merged_into) references identity.customers (tenant_id, id) on delete cascade,
  check (merged_into <> id)
);
comment on table identity.customers is 'A person or business a tenant serves. summary and current_issue_summary are the conversation memory in prose.';
comment on column identity.customers.merged_into is
  'The customer that this one became: the row stays as a tombstone that look-ups follow and undoing the merge revives.';
create index customers_merged_into_idx on identity.customers (tenant_id, merged_into) where merged_into is not null;
-- Without fastupdate: a long list of pending entries, after an import, made the planner read the whole table instead.
create index customers_search_name_idx on identity.customers using gin (search_name extensions.gin_trgm_ops)
with (fastupdate = off);
call tenancy.build_wall('identity.customers');
create trigger _100_touch_updated_at before update on identity.customers
for each row execute function ops.tg_touch_updated_at();
create trigger _300_count_version before update on identity.customers
for each row execute function ops.tg_count_version();

create table identity.customer_identities (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  type text not null check (type in ('phone', 'email', 'web_user_id', 'housecall_pro_id', 'shopmonkey_id')),
  value text not null,
  is_primary boolean not null default false,
  is_shared boolean not null default false,
  verified_at timestamptz,
  verified_by text check (verified_by in ('channel', 'code', 'crm', 'staff')),
  label text,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  unique (tenant_id, type, value, customer_id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  check ((verified_at is null) = (verified_by is null)),
  constraint customer_identities_value_normalised check (identity.is_normalised(type, value))
);
comment on table identity.customer_identities is
  'How a customer is recognised. A value belongs to one customer unless it is shared (a landline, a property manager''s number).';
create unique index customer_identities_exclusive_key on identity.customer_identities (tenant_id, type, value) where not is_shared;
create unique index customer_identities_primary_key on identity.customer_identities (tenant_id, customer_id, type) where is_primary;
-- For search by the last digits of a number.
create index customer_identities_last_digits_idx on identity.customer_identities (tenant_id, (reverse(value) collate "C"))
where type = 'phone';
-- In the order in which a customer's context shows them: a sort costs as much as the scan.
create index customer_identities_customer_idx on identity.customer_identities
(tenant_id, customer_id, is_primary desc, verified_at, created_at, id);
call tenancy.build_wall('identity.customer_identities');

create table identity.verifications (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  type text not null check (type in ('phone', 'email')),
  value text not null,
  code_hash text not null,
  attempts smallint not null default 0,
  max_attempts smallint not null default 5,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  check (attempts between 0 and max_attempts),
  constraint verifications_value_normalised check (identity.is_normalised(type, value))
);
comment on table identity.verifications is 'One-time codes that prove a phone or e-mail: only a salted hash, expiring, limited in attempts.';
create index verifications_customer_idx on identity.verifications (tenant_id, customer_id, created_at);
create unique index verifications_open_key on identity.verifications (tenant_id, type, value) where consumed_at is null;
call tenancy.build_wall('identity.verifications');

create table identity.pending_links (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  candidate_customer_id uuid,
  type text not null check (type in ('phone', 'email', 'web_user_id', 'housecall_pro_id', 'shopmonkey_id', 'name')),
  value text not null,
  reason text not null,
  score ops.confidence,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'rejected', 'expired')),
  created_at timestamptz not null default ops.now(),
  resolved_at timestamptz,
  resolved_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, candidate_customer_id) references identity.customers (tenant_id, id) on delete cascade,
  check (customer_id <> candidate_customer_id),
  constraint pending_links_value_normalised check (identity.is_normalised(type, value)),
  check ((status = 'pending') = (resolved_at is null))
);
comment on table identity.pending_links is 'Proposed identities and look-alikes that a person decides about: nothing is merged silently.';
create unique index pending_links_open_key on identity.pending_links (tenant_id, customer_id, type, value, candidate_customer_id)
nulls not distinct where status = 'pending';
create index pending_links_candidate_idx on identity.pending_links (tenant_id, candidate_customer_id);
call tenancy.build_wall('identity.pending_links');
