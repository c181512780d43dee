create or replace function identity.find_by_contact(p_phone text, p_email text)
returns uuid[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_ids uuid[] := identity.find_customer_ids(tenancy.current_tenant(), 'phone', p_phone);
begin
  return coalesce(nullif(v_ids, '{}'), identity.find_customer_ids(tenancy.current_tenant(), 'email', p_email), '{}');
end
$$;
comment on function identity.find_by_contact(text, text) is
  'The customers of the current tenant with this phone, or if there are none (or no phone) with this e-mail.';
