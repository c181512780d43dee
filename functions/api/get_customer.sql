create or replace function api.get_customer(p_tenant_id uuid, p_customer_id uuid)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_record jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_record := identity.read_record(identity.follow_merge(p_customer_id));
  if v_record is null then
    perform identity.refuse_unknown(p_tenant_id, p_customer_id);
  end if;
  return v_record;
end
$$;
comment on function api.get_customer(uuid, uuid) is
  'The record that people edit: profile fields, identities, fieldSources (where each field came from), merges (newest first), and version, which grows with every change and goes into api.update_customer. The id of a merged customer gives the one they became. RP001 for an unknown customer, RP006 for an erased one.';
