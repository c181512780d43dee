create or replace function context.find_customer(p_tenant_id uuid, p_type text, p_value text)
returns uuid
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  if p_type = 'customer_id' then
    if not pg_input_is_valid(p_value, 'uuid') then
      return null;
    end if;
    select array[coalesce(identity.follow_merge(c.merged_into), c.id)] into v_ids
    from identity.customers as c
    where c.tenant_id = p_tenant_id and c.id = p_value::uuid;
    return v_ids[1];
  elsif p_type not in ('phone', 'email', 'web_user_id', 'housecall_pro_id') then
    raise exception 'unknown kind of identity' using errcode = 'RP003',
      hint = 'Use phone, email, web_user_id, housecall_pro_id or customer_id.';
  end if;

  v_ids := array(
    select i.customer_id
    from identity.customer_identities as i
    where i.tenant_id = p_tenant_id and i.type = p_type and i.value = case p_type when 'email' then lower(p_value) else p_value end
    order by i.customer_id
  );
  if p_type = 'housecall_pro_id' and v_ids = '{}' then
    v_ids := array(
      select identity.follow_merge(c.customer_id) from context.customer_context as c
      where c.tenant_id = p_tenant_id and c.housecall_pro_id = p_value
    );
  end if;
  if cardinality(v_ids) > 1 then
    raise exception 'several customers share this identity' using errcode = 'RP002', hint = 'Ask who is calling, then use the customer''s id.';
  end if;
  return v_ids[1];
end
$$;
comment on function context.find_customer(uuid, text, text) is
  'The one customer with this identity, null when nobody has it. RP002 when several share it, RP003 for an unknown kind.';
