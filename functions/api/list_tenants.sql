-- owner: rapport_owner
create or replace function api.list_tenants()
returns table (
  tenant_id uuid, slug text, name text, industry text, status text, is_demo boolean, locations bigint, customers bigint, created_at timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return query
  select
    t.id, t.slug, t.name, t.industry, t.status, t.is_demo,
    (select count(*) from tenancy.locations as l where l.tenant_id = t.id),
    (select count(*) from identity.customers as c where c.tenant_id = t.id),
    t.created_at
  from tenancy.tenants as t
  order by t.slug;
end
$$;
comment on function api.list_tenants() is 'Every tenant with how many locations and customers it has; for the command line.';
