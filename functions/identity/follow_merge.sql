create or replace function identity.follow_merge(p_customer_id uuid)
returns uuid
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_customer_id uuid := p_customer_id;
  v_next_id uuid := p_customer_id;
begin
  -- A merge after a merge leaves a chain; it has no ring, because a tombstone takes part in no merge.
  while v_next_id is not null loop
    v_customer_id := v_next_id;
    select c.merged_into into v_next_id
    from identity.customers as c
    where c.tenant_id = tenancy.current_tenant() and c.id = v_customer_id;
  end loop;
  return v_customer_id;
end
$$;
comment on function identity.follow_merge(uuid) is
  'The customer that a merged one became; any other id, known or not, comes back as it is.';
