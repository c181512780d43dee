create or replace function api.resolve_pending_link(p_tenant_id uuid, p_link_id uuid, p_accept boolean, p_resolved_by text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_link identity.pending_links;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select l.* into v_link from identity.pending_links as l where l.tenant_id = p_tenant_id and l.id = p_link_id;
  if not found then
    raise exception 'no such pending link' using errcode = 'RP001';
  end if;
  perform identity.lock_customer(v_link.customer_id);
  select l.* into v_link from identity.pending_links as l where l.tenant_id = p_tenant_id and l.id = p_link_id for update;
  if v_link.status <> 'pending' then
    raise exception 'this link was % before', v_link.status using errcode = 'RP004';
  end if;
  update identity.pending_links as l
  set status = case when p_accept then 'accepted' else 'rejected' end, resolved_at = ops.now(), resolved_by = p_resolved_by
  where l.tenant_id = p_tenant_id and l.id = p_link_id;
  -- Accepting says that both use the value; making them one customer is a merge, which is its own act.
  if p_accept and v_link.type <> 'name' then
    return api.link_identity(p_tenant_id, v_link.customer_id, v_link.type, v_link.value, true, 'staff');
  end if;
  return jsonb_build_object('outcome', case when p_accept then 'accepted' else 'rejected' end, 'isShared', false);
end
$$;
comment on function api.resolve_pending_link(uuid, uuid, boolean, text) is
  'A person''s decision on a pending link; accepted, both customers share the value: {outcome: linked | accepted (a look-alike name) | rejected, isShared}. RP001 for an unknown link, RP004 when it was decided before.';
