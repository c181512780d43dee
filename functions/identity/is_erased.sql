create or replace function identity.is_erased(p_tenant_id uuid, p_type text, p_value text)
returns boolean
language plpgsql
volatile
strict
security invoker
set search_path = ''
as $$
begin
  -- Most tenants never erased anybody: no hash for them.
  return exists (select from identity.erased_identifiers as e where e.tenant_id = p_tenant_id and e.type = p_type)
    and exists (
      select from identity.erased_identifiers as e
      where e.tenant_id = p_tenant_id and e.type = p_type
        and e.hash = identity.hash_identifier(p_tenant_id, p_type, p_value)
    );
end
$$;
comment on function identity.is_erased(uuid, text, text) is
  'Whether a customer with this housecall_pro_id, shopmonkey_id, import (source:id) or customer_id was erased: a sync or import leaves them out.';
