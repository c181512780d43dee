create or replace function outreach.address_key(p_channel text, p_address text)
returns bigint
language sql
stable
parallel safe
return hashtextextended('outreach.address:' || tenancy.current_tenant()::text || ':' || p_channel || ':' || p_address, 0);
comment on function outreach.address_key(text, text) is 'The advisory lock of an address of the current tenant; see outreach.lock_address.';
