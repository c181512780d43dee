create or replace function api.link_identity(
  p_tenant_id uuid, p_customer_id uuid, p_type text, p_value text, p_is_shared boolean default false, p_verified_by text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_others uuid[];
begin
  perform tenancy.set_tenant(p_tenant_id);
  p_customer_id := identity.follow_merge(p_customer_id);
  perform identity.lock_customer(p_customer_id);
  perform identity.lock_value(p_type, p_value);
  v_others := array_remove(identity.find_customer_ids(p_tenant_id, p_type, p_value), p_customer_id);

  -- What belongs to somebody else is proposed to a person, never taken or merged silently.
  if cardinality(v_others) > 0 and not p_is_shared
    and not exists (
      select from identity.customer_identities as i
      where i.tenant_id = p_tenant_id and i.type = p_type and i.value = p_value and i.is_shared
    )
  then
    insert into identity.pending_links (tenant_id, customer_id, candidate_customer_id, type, value, reason, score)
    values (p_tenant_id, p_customer_id, v_others[1], p_type, p_value, 'the value belongs to another customer', 1)
    on conflict do nothing;
    return jsonb_build_object('outcome', 'pending', 'isShared', false);
  end if;

  if cardinality(v_others) > 0 then
    perform identity.mark_shared(p_type, p_value);
  end if;
  insert into identity.customer_identities as i (
    tenant_id, customer_id, type, value, is_shared, is_primary, verified_at, verified_by
  )
  values (
    p_tenant_id, p_customer_id, p_type, p_value, p_is_shared or cardinality(v_others) > 0,
    not exists (
      select from identity.customer_identities as own
      where own.tenant_id = p_tenant_id and own.customer_id = p_customer_id and own.type = p_type and own.is_primary
    ),
    case when p_verified_by is not null then ops.now() end, p_verified_by
  )
  on conflict (tenant_id, type, value, customer_id) do update
  set is_shared = i.is_shared or excluded.is_shared,
    verified_at = coalesce(i.verified_at, excluded.verified_at), verified_by = coalesce(i.verified_by, excluded.verified_by);
  return jsonb_build_object('outcome', 'linked', 'isShared', p_is_shared or cardinality(v_others) > 0);
end
$$;
comment on function api.link_identity(uuid, uuid, text, text, boolean, text) is
  'Gives a customer a normalised phone, email, web_user_id or CRM id: {outcome: linked | pending, isShared}. A value of another customer becomes a pending link unless p_is_shared says several people use it. RP001 for an unknown customer, 23514 for a value that is not normalised.';
