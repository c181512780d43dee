create or replace function crm.list_erased(p_ids text[])
returns text[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- Most tenants never erased anybody.
  if not exists (
    select from identity.erased_identifiers as e where e.tenant_id = tenancy.current_tenant() and e.type = 'housecall_pro_id'
  ) then
    return '{}';
  end if;
  return array(
    select distinct i.id from unnest(p_ids) as i (id)
    where identity.is_erased(tenancy.current_tenant(), 'housecall_pro_id', i.id)
  );
end
$$;
comment on function crm.list_erased(text[]) is 'Which of these customer ids of HousecallPro belong to customers who were erased: they are left out of everything.';
