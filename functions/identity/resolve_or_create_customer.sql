create or replace function identity.resolve_or_create_customer(p_type text, p_value text, p_source text)
returns table (customer_id uuid, is_ambiguous boolean, is_new boolean)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_customer_ids uuid[];
begin
  v_customer_ids := identity.find_customer_ids(v_tenant_id, p_type, p_value);
  if cardinality(v_customer_ids) = 0 then
    -- Only first messages wait for each other; the second look sees whom the first in line created.
    perform identity.lock_value(p_type, p_value);
    v_customer_ids := identity.find_customer_ids(v_tenant_id, p_type, p_value);
  end if;

  case cardinality(v_customer_ids)
    when 0 then
      return query select identity.create_customer(p_type, p_value, p_source), false, true;
    when 1 then
      return query select v_customer_ids[1], false, false;
    else
      return query select null::uuid, true, false;
  end case;
end
$$;
comment on function identity.resolve_or_create_customer(text, text, text) is
  'The customer a normalised identity belongs to, made on the spot when it is new. A value several customers share gives no customer and is_ambiguous. Safe under any number of first messages at once.';
