create or replace function identity.refuse_unknown(p_tenant_id uuid, p_customer_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if identity.is_erased(p_tenant_id, 'customer_id', p_customer_id::text) then
    raise exception 'the customer was erased' using errcode = 'RP006', hint = 'The customer was erased.';
  end if;
  raise exception 'no such customer' using errcode = 'RP001';
end
$$;
comment on function identity.refuse_unknown(uuid, uuid) is 'Says that there is no such customer: RP006 for one that was erased, else RP001.';
