create or replace function api.get_customer_context_text(p_tenant_id uuid, p_type text, p_value text)
returns text
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return context.read_customer(context.find_customer(p_tenant_id, p_type, p_value));
end
$$;
comment on function api.get_customer_context_text(uuid, text, text) is
  'What api.get_customer_context returns, as text without any space between its parts: for who hands it on and need not take it apart. It begins with the field customerId.';
