create or replace function api.update_customer(
  p_tenant_id uuid, p_customer_id uuid, p_changes jsonb, p_version integer, p_source text, p_actor text, p_source_ref text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_customer_id uuid;
  v_record jsonb;
  v_outranked text[];
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_customer_id := identity.follow_merge(p_customer_id);
  perform from identity.customers as c
  where c.tenant_id = p_tenant_id and c.id = v_customer_id and c.merged_into is null
  for no key update;
  v_record := identity.read_record(v_customer_id);
  if v_record is null then
    perform identity.refuse_unknown(p_tenant_id, p_customer_id);
  elsif p_version <> (v_record ->> 'version')::integer then
    return jsonb_build_object('outcome', 'conflict', 'outranked', '[]'::jsonb, 'customer', v_record);
  elsif p_changes - identity.editable_fields() <> '{}' then
    raise exception 'a field that cannot be changed' using errcode = 'RP003', hint = 'Send only the fields of a profile.';
  end if;

  v_outranked := identity.take_over(v_customer_id, p_changes, p_source, p_source_ref, p_actor);
  return jsonb_build_object(
    'outcome', 'updated', 'outranked', to_jsonb(v_outranked), 'customer', identity.read_record(v_customer_id)
  );
end
$$;
comment on function api.update_customer(uuid, uuid, jsonb, integer, text, text, text) is
  'Changes profile fields (camelCase, null empties one) and notes where each came from. p_version: the version the change was made on, null for a sync; another one meanwhile changes nothing. p_source: staff | crm | channel | import; a field that a higher one set stays and is listed in outranked. {outcome: updated | conflict, outranked, customer: as api.get_customer}. RP001 unknown, RP006 erased, RP003 for a field that is none, 23514 for a value.';
