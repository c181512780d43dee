-- run-as: migrator
-- Roles, extensions, schemas and default privileges. Everything later is created by rapport_owner
-- (tables, private functions) or rapport_api (the functions of schema api).

do $$
declare
  v_role text;
begin
  foreach v_role in array array[
    'rapport_owner', 'rapport_api', 'rapport_analytics', 'rapport_analyst', 'rapport_edge', 'rapport_worker'
  ] loop
    begin
      execute format(
        'create role %I %s noinherit', v_role,
        case when v_role in ('rapport_edge', 'rapport_worker') then 'login' else 'nologin' end
      );
    exception
      -- Roles belong to the cluster: another database of it may have made them, even at this moment.
      when duplicate_object or unique_violation then null;
    end;
    -- A tuple of a shared catalogue can be updated by several migrators at once.
    begin
      execute format('grant %I to current_user', v_role);
    exception
      when internal_error or invalid_grant_operation then null;
    end;
  end loop;
end
$$;

create schema if not exists extensions;
create extension if not exists vector with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists unaccent with schema extensions;
create extension if not exists fuzzystrmatch with schema extensions;
create extension if not exists btree_gist with schema extensions;
grant usage on schema extensions to rapport_owner, rapport_api, rapport_analytics;

-- What rapport_owner and rapport_api create is closed to everyone until a line below opens it.
alter default privileges for role rapport_owner revoke execute on functions from public;
alter default privileges for role rapport_api revoke execute on functions from public;
alter default privileges for role rapport_owner grant execute on functions to rapport_api;

do $$
declare
  v_schema text;
begin
  foreach v_schema in array array[
    'api', 'tenancy', 'identity', 'memory', 'context', 'insight', 'crm', 'lead', 'outreach', 'ai', 'intake', 'ops',
    'queue', 'analytics'
  ] loop
    execute format('create schema %I authorization rapport_owner', v_schema);
    execute format('grant usage on schema %I to rapport_api', v_schema);
    execute format(
      'alter default privileges for role rapport_owner in schema %I '
      'grant select, insert, update, delete on tables to rapport_api', v_schema
    );
  end loop;
end
$$;

-- The migrator creates the functions of schema api as rapport_api, which owns no table.
grant create on schema api to rapport_api;
grant usage on schema api to rapport_edge, rapport_worker;
alter default privileges for role rapport_api in schema api grant execute on functions to rapport_edge, rapport_worker;
alter default privileges for role rapport_owner in schema api grant execute on functions to rapport_edge, rapport_worker;
-- What rapport_analytics makes in its schema are views for analysts.
alter default privileges for role rapport_analytics in schema analytics grant select on tables to rapport_analyst;
revoke create on schema public from public;
-- A temporary table comes before everything in every search path: one named like a type would stand in for it.
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
end
$$;

-- api.get_health tells how far the migrations are; the ledger is the migration runner's own.
grant usage on schema migrate to rapport_owner;
grant select on migrate.applied to rapport_owner;

comment on schema api is 'The only schema TypeScript may call: the contract between the edge and Postgres.';
comment on schema tenancy is 'Tenants, locations, channel endpoints, API keys, feature flags and settings.';
comment on schema identity is 'Who a customer is: customers, their identities, verification, pending links.';
comment on schema memory is 'What was said: conversations, messages, attachments, notes, embeddings.';
comment on schema context is 'What is known: profile, addresses, equipment, job history, the prompt.';
comment on schema insight is 'Recommendations about customers.';
comment on schema crm is 'What came in from outside systems, and the service catalogue.';
comment on schema lead is 'Leads, touches, appointments.';
comment on schema outreach is 'What may be sent and what was: consent, suppressions, templates, deliveries.';
comment on schema ai is 'Model calls with cost, prices, provider health, intents, batches.';
comment on schema intake is 'Import sessions and their progress.';
comment on schema ops is 'Clock, ids, domains, job executions, health.';
comment on schema queue is 'The only writers of pgboss.job.';
comment on schema analytics is 'Views for analysts.';
