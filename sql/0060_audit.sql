-- pgls-ignore-all plpgsql_check: the transition tables exist only while the triggers run
-- Who changed what of a customer, and who read it.

create table ops.audit_log (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  at timestamptz not null default ops.now(),
  actor text not null check (length(actor) between 1 and 200),
  request_id text check (length(request_id) <= 100),
  table_name text not null,
  operation text not null check (operation in ('insert', 'update', 'delete')),
  row_count integer not null check (row_count >= 1),
  row_key jsonb,
  -- Neither is a foreign key: the log outlives what it is about.
  customer_id uuid,
  details jsonb,
  primary key (tenant_id, id),
  check (row_count = 1 or (row_key is null and details is null)),
  constraint audit_log_details_erasable check (details is null or customer_id is not null)
);
comment on table ops.audit_log is
  'Every change of customer data, written by triggers. One row for each row that people edit; one row a statement for append-only tables and bulk inserts (row_count rows, no row_key). Insert only; kept for 400 days.';
comment on column ops.audit_log.actor is 'key:<id of an API key>, webhook:<provider>, job:<queue>, or login:<role> for what came in neither way.';
comment on column ops.audit_log.row_key is 'The primary key of the row without tenant_id.';
comment on column ops.audit_log.details is
  '{before, after} of the columns that changed, after an update or a delete; an insert has none, since its values are in the row. Only ever set with a customer_id, so that erasure finds it (ops.forget_audit).';
create index audit_log_customer_idx on ops.audit_log (tenant_id, customer_id, id) where customer_id is not null;
create index audit_log_at_idx on ops.audit_log using brin (at);
call tenancy.build_wall('ops.audit_log');
revoke update, delete on ops.audit_log from rapport_api;

create table ops.access_log (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  at timestamptz not null,
  key_id uuid not null,
  customer_id uuid,
  route text not null check (length(route) <= 200),
  request_id text check (length(request_id) <= 100),
  primary key (tenant_id, id)
);
comment on table ops.access_log is
  'Who read which customer through the api: the key, when, by which route. Written in batches some seconds after the request. Insert only; kept for 400 days. Erasure nulls customer_id.';
create index access_log_customer_idx on ops.access_log (tenant_id, customer_id, at) where customer_id is not null;
create index access_log_at_idx on ops.access_log using brin (at);
call tenancy.build_wall('ops.access_log');
revoke update, delete on ops.access_log from rapport_api;

create function ops.current_actor()
returns text
language sql
stable
parallel safe
return coalesce(nullif(current_setting('rapport.actor', true), ''), 'login:' || session_user);
comment on function ops.current_actor() is 'Whom changes of this transaction are put down to: what api.attribute_call said, else the login role.';

create function ops.tg_audit_run()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_ignored constant text[] := string_to_array(tg_argv[1], ',');
  v_table constant text := tg_table_schema || '.' || tg_table_name;
  v_request_id constant text := nullif(current_setting('rapport.request_id', true), '');
begin
  if tg_op = 'UPDATE' then
    insert into ops.audit_log (tenant_id, actor, request_id, table_name, operation, row_count, customer_id)
    select
      (c.changed ->> 'tenant_id')::uuid, ops.current_actor(), v_request_id, v_table, 'update', count(*),
      case when min(c.changed ->> 'customer_id') = max(c.changed ->> 'customer_id') then min(c.changed ->> 'customer_id')::uuid end
    from (
      select to_jsonb(n) - v_ignored as changed from new_rows as n
      except all
      select to_jsonb(o) - v_ignored from old_rows as o
    ) as c
    group by c.changed ->> 'tenant_id';
  elsif tg_argv[0] = 'customer_id' then
    insert into ops.audit_log (tenant_id, actor, request_id, table_name, operation, row_count, customer_id)
    select
      r.tenant_id, ops.current_actor(), v_request_id, v_table, lower(tg_op), count(*),
      case when min(r.customer_id::text) = max(r.customer_id::text) then min(r.customer_id::text)::uuid end
    from changed_rows as r
    group by r.tenant_id;
  else
    insert into ops.audit_log (tenant_id, actor, request_id, table_name, operation, row_count)
    select r.tenant_id, ops.current_actor(), v_request_id, v_table, lower(tg_op), count(*)
    from changed_rows as r
    group by r.tenant_id;
  end if;
  return null;
end
$$;
comment on function ops.tg_audit_run() is
  'One row of ops.audit_log for each statement and tenant, with the customer when it is about one only. Arguments: customer_id where the table has such a column, and the columns, comma-separated, whose changes are not looked at.';

create function ops.tg_audit_rows()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  c_bulk constant integer := 50;
  v_keys constant text[] := string_to_array(tg_argv[0], ',');
  v_customer constant text := tg_argv[1];
  v_ignored constant text[] := array['updated_at', 'version'] || string_to_array(tg_argv[2], ',');
  v_table constant text := tg_table_schema || '.' || tg_table_name;
  v_actor constant text := ops.current_actor();
  v_request_id constant text := nullif(current_setting('rapport.request_id', true), '');
begin
  if tg_op = 'UPDATE' then
    -- Most updates change nothing that counts: they are let go before the costly comparison.
    if not exists (
      select to_jsonb(n) - v_ignored from new_rows as n except all select to_jsonb(o) - v_ignored from old_rows as o
    ) then
      return null;
    end if;
  end if;
  if tg_op = 'INSERT' then
    if (select count(*) from changed_rows) > c_bulk then
      insert into ops.audit_log (tenant_id, actor, request_id, table_name, operation, row_count)
      select r.tenant_id, v_actor, v_request_id, v_table, 'insert', count(*) from changed_rows as r group by r.tenant_id;
    else
      insert into ops.audit_log (tenant_id, actor, request_id, table_name, operation, row_count, row_key, customer_id)
      select
        r.tenant_id, v_actor, v_request_id, v_table, 'insert', 1,
        (select jsonb_object_agg(k.name, r.line -> k.name) from unnest(v_keys) as k (name)),
        (r.line ->> v_customer)::uuid
      -- Kept apart, or the row would be turned into JSON for each of its uses.
      from (select c.tenant_id, to_jsonb(c) as line from changed_rows as c offset 0) as r;
    end if;
  elsif tg_op = 'DELETE' then
    insert into ops.audit_log (tenant_id, actor, request_id, table_name, operation, row_count, row_key, customer_id, details)
    select
      r.tenant_id, v_actor, v_request_id, v_table, 'delete', 1,
      (select jsonb_object_agg(k.name, to_jsonb(r) -> k.name) from unnest(v_keys) as k (name)),
      (to_jsonb(r) ->> v_customer)::uuid,
      case when to_jsonb(r) ->> v_customer is not null
        then jsonb_build_object('before', jsonb_strip_nulls(to_jsonb(r) - v_ignored - array['tenant_id'])) end
    from changed_rows as r;
  else
    -- A full join, since an update may change the key itself: then both halves are told.
    insert into ops.audit_log (tenant_id, actor, request_id, table_name, operation, row_count, row_key, customer_id, details)
    select
      coalesce(n.tenant_id, o.tenant_id), v_actor, v_request_id, v_table, 'update', 1, coalesce(n.key, o.key),
      coalesce(n.line ->> v_customer, o.line ->> v_customer)::uuid,
      case when coalesce(n.line ->> v_customer, o.line ->> v_customer) is not null
        then jsonb_build_object('before', d.before, 'after', d.after) end
    from (
      select n.tenant_id, to_jsonb(n) as line, (select jsonb_object_agg(k.name, to_jsonb(n) -> k.name) from unnest(v_keys) as k (name)) as key
      from new_rows as n
    ) as n
    full join (
      select o.tenant_id, to_jsonb(o) as line, (select jsonb_object_agg(k.name, to_jsonb(o) -> k.name) from unnest(v_keys) as k (name)) as key
      from old_rows as o
    ) as o on o.tenant_id = n.tenant_id and o.key = n.key
    cross join lateral (
      select jsonb_object_agg(f.name, o.line -> f.name) as before, jsonb_object_agg(f.name, n.line -> f.name) as after
      from jsonb_object_keys(coalesce(n.line, o.line) - v_ignored) as f (name)
      where n.line -> f.name is distinct from o.line -> f.name
    ) as d
    where d.after is not null;
  end if;
  return null;
end
$$;
comment on function ops.tg_audit_rows() is
  'One row of ops.audit_log for each row that a statement changed; over 50 inserted at once are one. Arguments: the key''s columns, the column that names the customer, columns whose changes are not looked at; lists comma-separated.';

create procedure ops.create_audit_triggers(p_table regclass, p_function regproc, variadic p_arguments text[])
language plpgsql
set search_path = ''
as $$
declare
  v_call constant text := format(
    'for each statement execute function %s(%s)', p_function,
    (select string_agg(quote_literal(a.argument), ', ') from unnest(p_arguments) as a (argument))
  );
begin
  -- A trigger with transition tables is for one event only.
  execute format('create trigger _800_audit_insert after insert on %s referencing new table as changed_rows %s', p_table, v_call);
  execute format(
    'create trigger _800_audit_update after update on %s referencing old table as old_rows new table as new_rows %s', p_table, v_call
  );
  execute format('create trigger _800_audit_delete after delete on %s referencing old table as changed_rows %s', p_table, v_call);
end
$$;
comment on procedure ops.create_audit_triggers(regclass, regproc, text[]) is 'The three triggers of an audited table; see ops.audit_rows and ops.audit_runs.';

create procedure ops.audit_rows(
  p_table regclass, p_key text default 'id', p_customer text default 'customer_id', p_ignored text default ''
)
language plpgsql
set search_path = ''
as $$
begin
  call ops.create_audit_triggers(p_table, 'ops.tg_audit_rows', p_key, p_customer, p_ignored);
end
$$;
comment on procedure ops.audit_rows(regclass, text, text, text) is
  'For a table that people or syncs edit: what changed is put down row by row, with the values before and after.';

create procedure ops.audit_runs(p_table regclass, p_ignored text default '')
language plpgsql
set search_path = ''
as $$
declare
  v_customer constant text := coalesce((
    select a.attname from pg_catalog.pg_attribute as a where a.attrelid = p_table and a.attname = 'customer_id'
  ), '');
begin
  call ops.create_audit_triggers(p_table, 'ops.tg_audit_run', v_customer, p_ignored);
end
$$;
comment on procedure ops.audit_runs(regclass, text) is
  'For a table that is only appended to, or whose rows have no customer_id by which erasure would find their values: one row a statement.';

call ops.audit_rows('identity.customers', 'id', 'id', 'search_name');
call ops.audit_rows('identity.customer_identities');
call ops.audit_rows('identity.pending_links');
call ops.audit_rows('identity.merges', 'id', 'survivor_id', 'position');
call ops.audit_rows('identity.field_sources', 'customer_id,field', 'customer_id', 'set_at');
-- That somebody wrote is in the messages; a conversation's own row is about its state.
call ops.audit_rows('memory.conversations', 'id', 'customer_id', 'last_message_at,last_inbound_message_id');
call ops.audit_rows('memory.memory_notes');
call ops.audit_rows('context.customer_context', 'customer_id');
call ops.audit_rows('context.customer_addresses', 'id', 'customer_id', 'derived_issues');
call ops.audit_rows('context.customer_job_history');
call ops.audit_rows('context.equipment', 'id', 'customer_id', 'derived_fields');
call ops.audit_rows('insight.customer_insights');
call ops.audit_rows('lead.booking_wishes');

call ops.audit_runs('identity.verifications');
call ops.audit_runs('identity.merge_rows');
call ops.audit_runs('identity.imported_customers');
call ops.audit_runs('identity.erasures');
-- How far a message has got is told by the delivery and its attempts; here counts whether its words or its owner change.
call ops.audit_runs(
  'memory.messages', 'status,error_code,provider_message_id,num_segments,cost_usd,sent_at,delivered_at,failed_at,body_search'
);
call ops.audit_runs('memory.attachments');
call ops.audit_runs('memory.conversation_embeddings');
call ops.audit_runs('context.job_items');
call ops.audit_runs('outreach.consent_events');
call ops.audit_runs('outreach.suppressions');
call ops.audit_runs(
  'outreach.deliveries', 'state,reason,attempt,lease_expires_at,not_before,provider_message_id,error_code,updated_at,is_body_secret'
);
call ops.audit_runs('outreach.delivery_attempts', 'ended_at,outcome,error_code,provider_message_id');
call ops.audit_runs('ai.model_calls');
call ops.audit_runs('crm.webhook_events');
