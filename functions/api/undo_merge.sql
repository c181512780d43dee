create or replace function api.undo_merge(p_tenant_id uuid, p_merge_id uuid, p_actor text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_merge identity.merges;
  v_step integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select m.* into v_merge from identity.merges as m where m.tenant_id = p_tenant_id and m.id = p_merge_id;
  if not found then
    raise exception 'no such merge' using errcode = 'RP001';
  end if;
  perform identity.lock_customers(array[v_merge.survivor_id, v_merge.merged_id]);
  select m.* into v_merge from identity.merges as m where m.tenant_id = p_tenant_id and m.id = p_merge_id for update;
  if not found then
    raise exception 'no such merge' using errcode = 'RP001';
  elsif v_merge.undone_at is not null then
    raise exception 'this merge was undone before' using errcode = 'RP004';
  elsif exists (
    select from identity.merges as later
    where later.tenant_id = p_tenant_id and later.undone_at is null and later.position > v_merge.position
      and (later.survivor_id = v_merge.survivor_id or later.merged_id = v_merge.survivor_id)
  ) then
    raise exception 'the survivor took part in a later merge' using errcode = 'RP004',
      hint = 'Undo the later merges of this customer first, the newest one before the others.';
  end if;

  perform set_config('rapport.is_merging', 'on', true);
  update identity.customers as c
  set merged_into = null
  where c.tenant_id = p_tenant_id and c.id = v_merge.merged_id;
  -- Backwards, because a later step may rest on an earlier one.
  for v_step in
    select distinct r.step from identity.merge_rows as r
    where r.tenant_id = p_tenant_id and r.merge_id = p_merge_id
    order by r.step desc
  loop
    perform identity.undo_step(p_merge_id, v_step);
  end loop;
  perform set_config('rapport.is_merging', '', true);

  delete from identity.merge_rows as r where r.tenant_id = p_tenant_id and r.merge_id = p_merge_id;
  update identity.merges as m
  set undone_at = ops.now(), undone_by = p_actor
  where m.tenant_id = p_tenant_id and m.id = p_merge_id;
  return jsonb_build_object('mergeId', p_merge_id, 'customerId', v_merge.survivor_id, 'mergedId', v_merge.merged_id);
end
$$;
comment on function api.undo_merge(uuid, uuid, text) is
  'Takes a merge back: both customers are as they were; what was written to the survivor since then stays with the survivor, {mergeId, customerId, mergedId}. RP001 for an unknown merge, RP004 when it was undone before or the survivor took part in a later merge, which has to be undone first.';
