create or replace function identity.mark_shared(p_type text, p_value text)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_count integer;
begin
  update identity.customer_identities as i
  set is_shared = true
  where i.tenant_id = tenancy.current_tenant() and i.type = p_type and i.value = p_value and not i.is_shared;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function identity.mark_shared(text, text) is
  'Declares that several people use this value (a landline, a property manager): from now on it does not identify one customer. Returns how many rows changed.';
