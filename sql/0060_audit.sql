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
    -- Mostly it is one row, and what changed is not looked at.
    if (select count(*) from new_rows) = 1
      and (select to_jsonb(n) - v_ignored = to_jsonb(o) - v_ignored from new_rows as n cross join old_rows as o)
    then
      return null;
    end if;
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

create function ops.tg_audit_new_rows()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  c_bulk constant integer := 50;
  v_keys constant text[] := string_to_array(tg_argv[0], ',');
  v_customer constant text := tg_argv[1];
  v_table constant text := tg_table_schema || '.' || tg_table_name;
  v_actor constant text := ops.current_actor();
  v_request_id constant text := nullif(current_setting('rapport.request_id', true), '');
begin
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
  return null;
end
$$;
comment on function ops.tg_audit_new_rows() is
  'One row of ops.audit_log for each row that a statement inserted; over 50 at once are one. Arguments: the key''s columns, comma-separated, and the column that names the customer.';

create function ops.tg_audit_changed_row()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_customer constant text := tg_argv[1];
  v_ignored constant text[] := array['updated_at', 'version'] || string_to_array(tg_argv[2], ',');
  v_table constant text := tg_table_schema || '.' || tg_table_name;
  v_request_id constant text := nullif(current_setting('rapport.request_id', true), '');
  v_before constant jsonb := to_jsonb(old) - v_ignored;
  v_after constant jsonb := case when tg_op = 'UPDATE' then to_jsonb(new) - v_ignored end;
  v_key_before jsonb := '{}';
  v_key_after jsonb := '{}';
  v_name text;
begin
  -- What is written differently may still be the same (1.0 and 1.00).
  if v_after = v_before then
    return null;
  end if;
  foreach v_name in array string_to_array(tg_argv[0], ',') loop
    v_key_before := v_key_before || jsonb_build_object(v_name, v_before -> v_name);
    v_key_after := v_key_after || jsonb_build_object(v_name, v_after -> v_name);
  end loop;

  if tg_op = 'DELETE' then
    insert into ops.audit_log (tenant_id, actor, request_id, table_name, operation, row_count, row_key, customer_id, details)
    values (
      old.tenant_id, ops.current_actor(), v_request_id, v_table, 'delete', 1, v_key_before, (v_before ->> v_customer)::uuid,
      case when v_before ->> v_customer is not null
        then jsonb_build_object('before', jsonb_strip_nulls(v_before - 'tenant_id')) end
    );
    return null;
  end if;
  insert into ops.audit_log (tenant_id, actor, request_id, table_name, operation, row_count, row_key, customer_id, details)
  select
    new.tenant_id, ops.current_actor(), v_request_id, v_table, 'update', 1, h.row_key,
    coalesce(h.after ->> v_customer, h.before ->> v_customer)::uuid,
    case when coalesce(h.after ->> v_customer, h.before ->> v_customer) is not null
      then jsonb_build_object('before', d.before, 'after', d.after) end
  from (
    select v_key_after as row_key, v_before as before, v_after as after where v_key_after = v_key_before
    union all
    -- A row that went over to another key: both halves are told.
    select v_key_before, v_before, '{}' where v_key_after <> v_key_before
    union all
    select v_key_after, '{}', v_after where v_key_after <> v_key_before
  ) as h
  cross join lateral (
    select jsonb_object_agg(f.name, h.before -> f.name) as before, jsonb_object_agg(f.name, h.after -> f.name) as after
    from jsonb_object_keys(h.before || h.after) as f (name)
    where h.before -> f.name is distinct from h.after -> f.name
  ) as d;
  return null;
end
$$;
comment on function ops.tg_audit_changed_row() is
  'One row of ops.audit_log for a row that was changed or deleted; none where nothing changed that counts. Arguments: the key''s columns, the column that names the customer, columns whose changes are not looked at; lists comma-separated.';

create procedure ops.audit_rows(
  p_table regclass, p_key text default 'id', p_customer text default 'customer_id', p_ignored text default ''
)
language plpgsql
set search_path = ''
as $$
declare
  v_arguments constant text := format('%L, %L, %L', p_key, p_customer, p_ignored);
  v_counted text[];
begin
  select array_agg(quote_ident(a.attname) order by a.attnum) into v_counted
  from pg_catalog.pg_attribute as a
  where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped
    and a.attname <> all (array['updated_at', 'version'] || string_to_array(p_ignored, ','));
  execute format(
    'create trigger _800_audit_insert after insert on %s referencing new table as changed_rows '
    'for each statement execute function ops.tg_audit_new_rows(%s)', p_table, v_arguments
  );
  -- By row: most updates are of one and many change nothing, and a statement's two sides would have to be matched first. What
  -- does not count is told here already: a sync derives totals by the hundred.
  execute format(
    'create trigger _800_audit_update after update on %s '
    'for each row when ((%s) is distinct from (%s)) execute function ops.tg_audit_changed_row(%s)', p_table,
    (select string_agg('old.' || c.name, ', ') from unnest(v_counted) as c (name)),
    (select string_agg('new.' || c.name, ', ') from unnest(v_counted) as c (name)), v_arguments
  );
  execute format(
    'create trigger _800_audit_delete after delete on %s for each row execute function ops.tg_audit_changed_row(%s)',
    p_table, v_arguments
  );
end
$$;
comment on procedure ops.audit_rows(regclass, text, text, text) is
  'For a table that people or syncs edit: what changed is put down row by row, with the values before and after.';

create procedure ops.audit_runs(p_table regclass, p_ignored text default '')
language plpgsql
set search_path = ''
as $$
declare
  v_call constant text := format(
    'for each statement execute function ops.tg_audit_run(%L, %L)',
    coalesce((
      select a.attname from pg_catalog.pg_attribute as a where a.attrelid = p_table and a.attname = 'customer_id'
    ), ''),
    p_ignored
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
comment on procedure ops.audit_runs(regclass, text) is
  'For a table that is only appended to, or whose rows have no customer_id by which erasure would find their values: one row a statement.';

call ops.audit_rows('identity.customers', 'id', 'id', 'search_name');
call ops.audit_rows('identity.customer_identities');
call ops.audit_rows('identity.pending_links');
call ops.audit_rows('identity.merges', 'id', 'survivor_id', 'position');
call ops.audit_rows('identity.field_sources', 'customer_id,field', 'customer_id', 'set_at');
-- That somebody wrote is in the messages; a conversation's own row is about its state. When it was closed is when its status changed.
call ops.audit_rows(
  'memory.conversations', 'id', 'customer_id',
  'last_message_at,last_inbound_message_id,closed_at,enriched_through,compressed_through'
);
call ops.audit_rows('memory.memory_notes');
-- Totals follow from jobs, whose changes are here; what is derived from jobs' texts, from findings.
call ops.audit_rows('context.customer_context', 'customer_id', 'customer_id', 'lifetime_value,total_jobs,last_hcp_sync_at');
call ops.audit_rows(
  'context.customer_addresses', 'id', 'customer_id', 'job_count,last_service_date,last_service_type,derived_issues'
);
call ops.audit_rows('context.customer_job_history', 'id', 'customer_id', 'crm_updated_at,crm_seen_at,items_seen_at');
call ops.audit_rows('context.equipment', 'id', 'customer_id', 'derived_fields');
call ops.audit_rows('insight.customer_insights');
call ops.audit_rows('lead.booking_wishes');

call ops.audit_runs('identity.verifications');
call ops.audit_runs('identity.merge_rows');
call ops.audit_runs('identity.imported_customers');
call ops.audit_runs('identity.erasures');
-- How far a message has got is told by the delivery and its attempts; here counts whether its words or its owner change.
call ops.audit_runs(
  'memory.messages', 'status,error_code,provider_message_id,num_segments,cost_usd,sent_at,delivered_at,failed_at,body_search,is_secret'
);
call ops.audit_runs('memory.attachments');
call ops.audit_runs('memory.conversation_embeddings');
call ops.audit_runs('context.job_items');
call ops.audit_runs('outreach.consent_events');
call ops.audit_runs('outreach.suppressions');
call ops.audit_runs(
  'outreach.deliveries', 'state,reason,attempt,lease_expires_at,not_before,provider_message_id,error_code,updated_at'
);
call ops.audit_runs('outreach.delivery_attempts', 'ended_at,outcome,error_code,provider_message_id,looked_up_at');
call ops.audit_runs('ai.model_calls');
call ops.audit_runs('crm.webhook_events', 'processed_at,outcome');
-- An event that is acknowledged tells of its arrival itself; what it changes is put down when it is worked on.
drop trigger _800_audit_insert on crm.webhook_events;
create trigger _800_audit_insert after insert on crm.webhook_events referencing new table as changed_rows
for each statement when (current_setting('rapport.is_acknowledging', true) is distinct from 'on')
execute function ops.tg_audit_run('', 'processed_at,outcome');
