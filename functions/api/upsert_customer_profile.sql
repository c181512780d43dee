create or replace function api.upsert_customer_profile(
  p_tenant_id uuid, p_profile jsonb, p_customer_id uuid default null, p_phone text default null, p_email text default null,
  p_idempotency_key text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_fields constant text[] := array[
    'firstName', 'lastName', 'companyName', 'communicationPreference', 'preferredTimeWindow', 'preferredTechnicianName', 'leadSource'
  ];
  v_result jsonb;
  v_customer_id uuid;
  v_is_new boolean := false;
  v_links jsonb := '{}';
  v_updated jsonb;
  v_identity record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_result := ai.begin_tool_call(
    'upsert_customer_profile', p_idempotency_key, jsonb_build_array(p_profile, p_customer_id, p_phone, p_email)
  );
  if v_result is not null then
    return v_result;
  elsif p_profile - c_fields <> '{}' then
    raise exception 'a field that agents cannot change' using errcode = 'RP003', hint = 'Use: ' || array_to_string(c_fields, ', ');
  elsif num_nonnulls(p_customer_id, p_phone, p_email) = 0 then
    raise exception 'nobody is named' using errcode = 'RP003', hint = 'Send customerId, phone or email.';
  end if;

  if p_customer_id is not null then
    v_customer_id := context.hold_customer(p_customer_id);
  else
    select f.customer_id, f.is_new into v_customer_id, v_is_new from identity.find_or_add_customer(p_phone, p_email) as f;
  end if;

  for v_identity in
    select i.type, i.value from (values ('phone', p_phone), ('email', p_email)) as i (type, value) where i.value is not null
  loop
    v_links := v_links || jsonb_build_object(
      v_identity.type, api.link_identity(p_tenant_id, v_customer_id, v_identity.type, v_identity.value) ->> 'outcome'
    );
  end loop;
  v_updated := api.update_customer(p_tenant_id, v_customer_id, p_profile, null, 'channel', ops.current_actor());
  return ai.end_tool_call(p_idempotency_key, v_customer_id, jsonb_build_object(
    'customerId', v_customer_id, 'isNew', v_is_new, 'outranked', v_updated -> 'outranked', 'identities', v_links
  ));
end
$$;
comment on function api.upsert_customer_profile(uuid, jsonb, uuid, text, text, text) is
  'Makes or changes a customer for an agent: {customerId, isNew, outranked: fields that staff or the CRM have set otherwise and that stay, identities: {phone, email: linked | pending}}. p_profile {firstName, lastName, companyName, communicationPreference, preferredTimeWindow, preferredTechnicianName, leadSource}. Who it is: p_customer_id, else p_phone (E.164), else p_email; these are linked unverified, another customer''s is proposed to a person. RP001 unknown, RP002 when several share the number, RP003 for a field or nobody, RP004 a key used for something else, RP006 erased, 23514 for a value.';
