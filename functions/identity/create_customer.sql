create or replace function identity.create_customer(p_type text, p_value text, p_source text)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_customer_id uuid := ops.new_id();
begin
  insert into identity.customers (tenant_id, id, source) values (v_tenant_id, v_customer_id, p_source);
  insert into context.customer_context (tenant_id, customer_id) values (v_tenant_id, v_customer_id);
  -- Who writes from a number holds it: the channel itself is the proof.
  insert into identity.customer_identities (tenant_id, customer_id, type, value, is_primary, verified_at, verified_by)
  values (v_tenant_id, v_customer_id, p_type, p_value, true, ops.now(), 'channel');
  return v_customer_id;
end
$$;
comment on function identity.create_customer(text, text, text) is
  'A new customer of the current tenant known by one identity that a channel has just proved.';
