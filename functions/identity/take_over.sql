create or replace function identity.take_over(
  p_customer_id uuid, p_changes jsonb, p_source text, p_source_ref text, p_actor text
)
returns text[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_record constant jsonb := identity.read_record(p_customer_id);
  v_changes jsonb;
  v_outranked text[];
begin
  select array_agg(c.field order by c.field) into v_outranked
  from jsonb_object_keys(p_changes) as c (field)
  join identity.field_sources as s on s.tenant_id = v_tenant_id and s.customer_id = p_customer_id and s.field = c.field
  where identity.source_rank(s.source) > identity.source_rank(p_source);
  -- A sync that repeats what is there takes nothing over and counts no version.
  select coalesce(jsonb_object_agg(c.key, c.value), '{}') into v_changes
  from jsonb_each(p_changes - coalesce(v_outranked, '{}')) as c
  where p_source = 'staff' or c.value is distinct from v_record -> c.key;

  -- The source first: what follows from a change (a push to the CRM) depends on whose word it is.
  insert into identity.field_sources as s (tenant_id, customer_id, field, source, source_ref, set_at, set_by)
  select v_tenant_id, p_customer_id, c.field, p_source, p_source_ref, ops.now(), p_actor
  from jsonb_object_keys(v_changes) as c (field)
  on conflict (tenant_id, customer_id, field) do update
  set source = excluded.source, source_ref = excluded.source_ref, set_at = excluded.set_at, set_by = excluded.set_by;
  perform identity.apply_changes(p_customer_id, v_changes);
  return coalesce(v_outranked, '{}');
end
$$;
comment on function identity.take_over(uuid, jsonb, text, text, text) is
  'Writes profile fields (camelCase) of a customer that the caller has locked and notes where each came from; those that a higher source set stay, and are returned.';
