-- What happened to customers: merges that can be undone, where a field's value came from, erasures, imports.

create table identity.merges (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  survivor_id uuid not null,
  merged_id uuid not null,
  -- The clock may give two merges the same time; undoing needs their order.
  position bigint generated always as identity,
  reason text check (length(reason) <= 500),
  merged_by text not null check (btrim(merged_by) <> ''),
  merged_at timestamptz not null default ops.now(),
  undone_by text,
  undone_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, survivor_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, merged_id) references identity.customers (tenant_id, id) on delete cascade,
  check (survivor_id <> merged_id),
  check ((undone_at is null) = (undone_by is null))
);
comment on table identity.merges is
  'Two customers that turned out to be one: who said so, when and why, and whether it was undone. Gone with the customer when they are erased.';
create unique index merges_active_key on identity.merges (tenant_id, merged_id) where undone_at is null;
create index merges_survivor_idx on identity.merges (tenant_id, survivor_id, position);
create index merges_merged_idx on identity.merges (tenant_id, merged_id, position);
call tenancy.build_wall('identity.merges');

create table identity.merge_rows (
  tenant_id uuid not null,
  merge_id uuid not null,
  id bigint generated always as identity,
  step smallint not null,
  kind text not null check (kind in ('moved', 'changed', 'removed', 'added')),
  table_name text not null,
  row_key jsonb not null,
  column_name text,
  old_value jsonb,
  new_value jsonb,
  row_data jsonb,
  primary key (tenant_id, merge_id, id),
  foreign key (tenant_id, merge_id) references identity.merges (tenant_id, id) on delete cascade,
  check ((kind in ('moved', 'changed')) = (column_name is not null)),
  check ((kind in ('removed', 'added')) = (row_data is not null))
);
comment on table identity.merge_rows is
  'What a merge did, row by row and in steps, so that undoing it in reverse restores exactly: rows moved to the survivor, columns changed, rows removed because the survivor had the same, rows added. Deleted when the merge is undone.';
comment on column identity.merge_rows.row_key is 'The primary key of the row as it is after the merge, without tenant_id.';
call tenancy.build_wall('identity.merge_rows');

create table identity.field_sources (
  tenant_id uuid not null,
  customer_id uuid not null,
  field text not null check (field ~ '^[a-z][A-Za-z]+$'),
  source text not null check (source in ('staff', 'crm', 'channel', 'import', 'demo')),
  source_ref text check (length(source_ref) <= 200),
  set_at timestamptz not null default ops.now(),
  set_by text not null,
  primary key (tenant_id, customer_id, field),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table identity.field_sources is
  'Where the value of a profile field came from. What ranks lower does not overwrite it: a person (staff) outranks the CRM, the CRM a channel or an import. Fields without a row were set when the customer was made.';
call tenancy.build_wall('identity.field_sources');

create table identity.imported_customers (
  tenant_id uuid not null,
  source text not null check (source ~ '^[a-z][a-z0-9_.-]*$' and length(source) <= 60),
  external_id text not null check (btrim(external_id) <> '' and length(external_id) <= 200),
  customer_id uuid not null,
  imported_at timestamptz not null default ops.now(),
  primary key (tenant_id, source, external_id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table identity.imported_customers is 'Which customer a row of another system became: what makes an import repeatable.';
create index imported_customers_customer_idx on identity.imported_customers (tenant_id, customer_id);
call tenancy.build_wall('identity.imported_customers');

create table identity.erasures (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  erased_at timestamptz not null default ops.now(),
  erased_by text not null,
  row_counts jsonb not null check (jsonb_typeof(row_counts) = 'object'),
  primary key (tenant_id, id)
);
comment on table identity.erasures is
  'Proof that a customer was erased, without personal data: when, by which actor (the id of an API key), how many rows of which table.';
call tenancy.build_wall('identity.erasures');

create table identity.erasure_keys (
  tenant_id uuid primary key references tenancy.tenants (id) on delete cascade,
  secret bytea not null check (length(secret) = 32)
);
comment on table identity.erasure_keys is
  'A tenant''s random key for the HMACs of what was erased. Only its owner can read it: without the key nobody can try numbers against them.';
call tenancy.build_wall('identity.erasure_keys');
revoke all on identity.erasure_keys from rapport_api;

create table identity.erased_identifiers (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  type text not null check (type in ('housecall_pro_id', 'shopmonkey_id', 'import', 'customer_id')),
  hash bytea not null check (length(hash) = 32),
  primary key (tenant_id, type, hash)
);
comment on table identity.erased_identifiers is
  'HMAC-SHA256 of the ids of erased customers, ours and other systems'': no sync or import brings them back. Nothing can be read out of it.';
call tenancy.build_wall('identity.erased_identifiers');

create table identity.erased_opt_outs (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  channel ops.channel not null,
  hash bytea not null check (length(hash) = 32),
  reason text not null,
  primary key (tenant_id, channel, hash)
);
comment on table identity.erased_opt_outs is
  'HMAC-SHA256 of erased addresses that nothing may be sent to. When such an address comes back with a new customer, its suppression does too, and the row here ends.';
call tenancy.build_wall('identity.erased_opt_outs');

create function identity.tg_follow_merge()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_next_id uuid := new.customer_id;
begin
  -- Waits for a merge that is under way: who read the customer before it writes to the one they became.
  while v_next_id is not null loop
    new.customer_id := v_next_id;
    select c.merged_into into v_next_id
    from identity.customers as c
    where c.tenant_id = new.tenant_id and c.id = v_next_id
    for key share;
  end loop;
  return new;
end
$$;
comment on function identity.tg_follow_merge() is
  'What is written for a merged customer is written for the customer they became; used by the _100_follow_merge triggers.';

create procedure identity.follow_merges(p_table regclass)
language plpgsql
set search_path = ''
as $$
begin
  execute format(
    'create trigger _100_follow_merge before insert or update of customer_id on %s '
    'for each row execute function identity.tg_follow_merge()', p_table
  );
end
$$;
comment on procedure identity.follow_merges(regclass) is 'For every table with a customer_id: nothing is written to a merged customer''s tombstone.';
call identity.follow_merges('identity.customer_identities');
call identity.follow_merges('identity.verifications');
call identity.follow_merges('identity.pending_links');
call identity.follow_merges('identity.field_sources');
call identity.follow_merges('identity.imported_customers');
call identity.follow_merges('memory.conversations');
call identity.follow_merges('memory.memory_notes');
call identity.follow_merges('context.customer_context');
call identity.follow_merges('context.customer_addresses');
call identity.follow_merges('context.equipment');
-- insight.evaluate holds the customers itself, and may write a million rows.
create trigger _100_follow_merge before insert or update of customer_id on insight.customer_insights
for each row when (new.rule is null) execute function identity.tg_follow_merge();
-- crm.upsert_jobs writes for customers who are held and whom it has looked at, by the hundred.
create trigger _100_follow_merge before insert or update of customer_id on context.customer_job_history
for each row when (current_setting('rapport.owners_are_held', true) is distinct from 'on') execute function identity.tg_follow_merge();
-- So does intake.store_messages, by the thousand.
create trigger _100_follow_merge before insert or update of customer_id on memory.messages
for each row when (current_setting('rapport.owners_are_held', true) is distinct from 'on') execute function identity.tg_follow_merge();
call identity.follow_merges('outreach.consent_events');
call identity.follow_merges('lead.booking_wishes');
