-- The analysts' wall: one login role a tenant, views only, and a policy on who logged in. A setting decides nothing here,
-- because whoever it is meant to bind could set it.

create table tenancy.analysts (
  role_name text primary key check (role_name ~ '^rapport_analyst_[a-z0-9_]{1,46}$'),
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  created_at timestamptz not null default ops.now()
);
comment on table tenancy.analysts is 'Which tenant a login role of an analyst belongs to. A directory: the policies for analysts read it by session_user.';
create index analysts_tenant_idx on tenancy.analysts (tenant_id);
call tenancy.open_directory('tenancy.analysts');
-- Members of this role may read the views. It is not a role to log in as, nor does it own anything.
grant usage on schema analytics to rapport_analyst;
grant usage, create on schema analytics to rapport_analytics;
-- A view's functions run with the rights of whoever reads it; without usage of the schema they cannot call it by name.
grant execute on function ops.now() to rapport_analytics, rapport_analyst;

create policy analyst_wall on tenancy.analysts for select to rapport_analytics using (role_name = session_user);
grant select on tenancy.analysts to rapport_analytics;

create procedure tenancy.open_to_analysts(p_table regclass)
language plpgsql
set search_path = ''
as $$
begin
  execute format(
    'create policy analyst_wall on %s for select to rapport_analytics '
    'using (tenant_id = (select a.tenant_id from tenancy.analysts as a where a.role_name = session_user))', p_table
  );
  execute format('grant select on %s to rapport_analytics', p_table);
end
$$;
comment on procedure tenancy.open_to_analysts(regclass) is
  'Lets the views of schema analytics, which rapport_analytics owns, read a table: the rows of the tenant of whoever logged in, no others.';

grant usage on schema ops, tenancy, identity, memory, context, insight, outreach, ai to rapport_analytics;
call tenancy.open_to_analysts('tenancy.locations');
call tenancy.open_to_analysts('identity.customers');
call tenancy.open_to_analysts('identity.customer_identities');
call tenancy.open_to_analysts('memory.conversations');
call tenancy.open_to_analysts('memory.messages');
call tenancy.open_to_analysts('context.customer_context');
call tenancy.open_to_analysts('context.customer_addresses');
call tenancy.open_to_analysts('context.customer_job_history');
call tenancy.open_to_analysts('context.equipment');
call tenancy.open_to_analysts('insight.customer_insights');
call tenancy.open_to_analysts('outreach.deliveries');
call tenancy.open_to_analysts('ai.model_calls');
