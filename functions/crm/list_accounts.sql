create or replace function crm.list_accounts(p_tenant_id uuid)
returns setof text
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
begin
  return query
  select c.company_id from tenancy.crm_connections as c
  where c.tenant_id = p_tenant_id and c.provider = 'housecall'
  order by c.created_at, c.id;
  if not found then
    -- The account of the environment has no connection of its own: a worker that has it says so time and again.
    return query
    select h.company_id from crm.connection_health as h
    where h.tenant_id = p_tenant_id and h.provider = 'housecall' and h.company_id = '' and h.seen_at > ops.now() - interval '1 day';
  end if;
end
$$;
comment on function crm.list_accounts(uuid) is
  'A tenant''s HousecallPro accounts by company id, the oldest first; the empty text is the account that the environment names.';
