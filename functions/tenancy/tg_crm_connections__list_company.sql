create or replace function tenancy.tg_crm_connections__list_company()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into tenancy.crm_companies as c (provider, company_id, tenant_id, connection_id)
  values (new.provider, new.company_id, new.tenant_id, new.id)
  on conflict (provider, company_id, tenant_id) do update set connection_id = excluded.connection_id;
  return null;
end
$$;
comment on function tenancy.tg_crm_connections__list_company() is
  'Lists the company of a new connection in the directory that routes its events; it leaves the list with the connection.';

create or replace trigger _500_list_company after insert on tenancy.crm_connections
for each row execute function tenancy.tg_crm_connections__list_company();
