create or replace function tenancy.set_tenant(p_tenant_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- One expression, in front of every call: performed, it would be a statement to start and to end.
  if set_config('rapport.tenant_id', coalesce(p_tenant_id::text, ''), true) = '' then
    raise exception 'a tenant is required' using errcode = '22004';
  end if;
end
$$;
comment on function tenancy.set_tenant(uuid) is
  'First act of every api function: the rest of the transaction sees and writes only this tenant''s rows. 22004 without a tenant.';
