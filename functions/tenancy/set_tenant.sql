create or replace function tenancy.set_tenant(p_tenant_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_set text;
begin
  if p_tenant_id is null then
    raise exception 'a tenant is required' using errcode = '22004';
  end if;
  -- Assigned, not performed: an expression is evaluated, a statement would be started and ended, in front of every call.
  v_set := set_config('rapport.tenant_id', p_tenant_id::text, true);
end
$$;
comment on function tenancy.set_tenant(uuid) is
  'First act of every api function: the rest of the transaction sees and writes only this tenant''s rows. 22004 without a tenant.';
