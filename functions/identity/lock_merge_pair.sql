create or replace function identity.lock_merge_pair(p_survivor_id uuid, p_merged_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_found integer;
  v_is_merged boolean;
begin
  if p_survivor_id = p_merged_id then
    raise exception 'a customer cannot be merged with themselves' using errcode = 'RP003', hint = 'Name two different customers.';
  end if;
  perform identity.lock_customers(array[p_survivor_id, p_merged_id]);
  select count(*), coalesce(bool_or(c.merged_into is not null), false) into v_found, v_is_merged
  from identity.customers as c
  where c.tenant_id = tenancy.current_tenant() and c.id in (p_survivor_id, p_merged_id);
  if v_found < 2 then
    raise exception 'no such customer' using errcode = 'RP001';
  end if;
  if v_is_merged then
    raise exception 'one of them was merged before' using errcode = 'RP004',
      hint = 'Use the customer that they became.';
  end if;
end
$$;
comment on function identity.lock_merge_pair(uuid, uuid) is
  'Holds two living customers for a merge. RP001 when one is not there, RP003 for the same twice, RP004 when one was merged before.';
