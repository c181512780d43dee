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
  v_changes jsonb;
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

  select array_agg(c.field order by c.field) into v_outranked
  from jsonb_object_keys(p_changes) as c (field)
  join identity.field_sources as s on s.tenant_id = p_tenant_id and s.customer_id = v_customer_id and s.field = c.field
  where identity.source_rank(s.source) > identity.source_rank(p_source);
  -- A sync that repeats what is there takes nothing over and counts no version.
  select coalesce(jsonb_object_agg(c.key, c.value), '{}') into v_changes
  from jsonb_each(p_changes - coalesce(v_outranked, '{}')) as c
  where p_source = 'staff' or c.value is distinct from v_record -> c.key;

  -- The source first: what follows from a change (a push to the CRM) depends on whose word it is.
  insert into identity.field_sources as s (tenant_id, customer_id, field, source, source_ref, set_at, set_by)
  select p_tenant_id, v_customer_id, c.field, p_source, p_source_ref, ops.now(), p_actor
  from jsonb_object_keys(v_changes) as c (field)
  on conflict (tenant_id, customer_id, field) do update
  set source = excluded.source, source_ref = excluded.source_ref, set_at = excluded.set_at, set_by = excluded.set_by;
  perform identity.apply_changes(v_customer_id, v_changes);
  return jsonb_build_object(
    'outcome', 'updated', 'outranked', to_jsonb(coalesce(v_outranked, '{}')), 'customer', identity.read_record(v_customer_id)
  );
end
$$;
comment on function api.update_customer(uuid, uuid, jsonb, integer, text, text, text) is
  'Changes profile fields (camelCase, null empties one) and notes where each came from. p_version: the version the change was made on, null for a sync; another one meanwhile changes nothing. p_source: staff | crm | channel | import; a field that a higher one set stays and is listed in outranked. {outcome: updated | conflict, outranked, customer: as api.get_customer}. RP001 unknown, RP006 erased, RP003 for a field that is none, 23514 for a value.';
