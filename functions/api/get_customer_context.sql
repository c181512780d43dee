create or replace function api.get_customer_context(p_tenant_id uuid, p_type text, p_value text)
returns json
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
begin
  -- One plan for all (the settings above): planning for a customer costs more than the call, and small tables are read by index
  -- like large ones.
  perform tenancy.set_tenant(p_tenant_id);
  return context.read_customer(context.find_customer(p_tenant_id, p_type, p_value));
end
$$;
comment on function api.get_customer_context(uuid, text, text) is
  'All that is known about a customer, computed now, in camelCase: who they are, preferences, membership, value and balance in US dollars, properties, equipment with ages, the last five jobs, appointments, visits asked for and not booked (bookingWishes), insights, consent by channel, notes, the last ten messages, summaries. p_type: phone (E.164), email, web_user_id, housecall_pro_id or customer_id. Dates are ISO 8601. Null when nobody has the identity and while CUSTOMER_CONTEXT_ENABLED is off; without CUSTOMER_CONTEXT_INSIGHTS insights is empty, without CONTEXT_MEMORY_ENABLED memoryNotes and lastExchanges are. RP002 when several customers share it, RP003 for an unknown type.';
